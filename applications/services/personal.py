"""Personal data: who saw it in full, and how it goes."""

import uuid

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.roles import role_title
from common import clock
from common.status import WrongStatus
from common.unused_files import remove_after_commit

from .. import signals
from ..models import Application, FollowUp, Paper, Revealed, Status
from ..querysets import OVER
from .endings import withdraw_application, withdraw_request
from .people import say_checked
from .record import lock

# What says who somebody is, where he lives, and how to reach him; town, services and dates stay.
BLANK = {
    "applicant_name": "",
    "credit_code": "",
    "no_code_reason": "",
    "id_type": "",
    "id_number": "",
    "address": "",
    "contact_name": "",
    "contact_phone": "",
    "agent_name": "",
    "agent_phone": "",
    "agent_capacity": "",
    "agent_until": None,
    "project_code": "",
    "extras": {},
    "late_entry_reason": "",
    "draft": {},
}
# What the paper form does not ask for: nobody needs it once the case is over.
DISPENSABLE = ("id_type", "id_number", "extras", "draft")
FACTS = {"stage", "to", "until"}  # what events say beside words
CLEARED_MATERIAL = {"name": "", "path": "", "sha256": "", "size": 0, "signature": "", "given_back_to": ""}


@transaction.atomic
def reveal(application, what, *, by, side=""):
    """Keep that ``by`` sees in full what lists show masked; once a day, person and kind.

    ``side``: the provider he belongs to, by default his role. That is what the applicant is told.
    """
    person = by if getattr(by, "pk", None) else None  # a provider's own system has no user
    who = {"what": Revealed(what), "actor": person, "actor_name": str(by)}
    if application.reveals.filter(**who, at__gte=clock.midnight(clock.today())).exists():
        return
    roles = "、".join(role_title(name) for name in sorted(person.roles)) if person else ""
    application.reveals.create(**who, side=(side or roles)[:80])


@transaction.atomic
def delete_draft(application):
    """Delete what was never handed in, with its files. Whoever hands it in at the same moment is quicker."""
    drafts = Application.objects.select_for_update(no_key=True).filter(status=Status.DRAFT, number=None)
    for draft in drafts.filter(pk=application.pk):
        _let_go(draft.materials)
        draft.delete()


@transaction.atomic
def clear_materials(materials):
    """Let go names and contents; that there was such a paper, and when, stays.

    An original the window holds is still its owner's: it stays among those to be given back.
    """
    _let_go(materials)
    materials.update(**CLEARED_MATERIAL)
    gone = materials.exclude(pk__in=materials.held().values("pk"))
    gone.update(removed_at=Coalesce("removed_at", Value(clock.now())))


def _let_go(materials):
    remove_after_commit(path for row in materials.values_list("path", "signature") for path in row)


@transaction.atomic
def withdraw_consent(application, *, by, request=None, proof=""):
    """Nobody is told any more, or not the provider of one ``request`` (个人信息保护法 15).

    What is open is withdrawn, of what has ended the providers read nothing from now on. ``proof``: what the
    window looked at before. Raises ``WrongStatus``.
    """
    application, reason = lock(application), _("申请人撤回提供个人信息的同意")
    if request:
        withdraw_request(request, reason=reason, by=by)
    elif application.status not in OVER:
        withdraw_application(application, reason=reason, by=by)
    stands = application.requests.filter(consent_withdrawn_at=None)
    if request is None:
        Application.objects.filter(pk=application.pk).update(consent_withdrawn_at=clock.now())
    else:
        stands = stands.filter(pk=request.pk)
    if stands.update(consent_withdrawn_at=clock.now()):
        application.record("consent.withdrawn", by=by, request=request, text=say_checked(proof))


@transaction.atomic
def erase_dispensable(application, *, by, proof=""):
    """What no rule demands of an ended case goes at once because the applicant asks for it (个人信息保护法 47):
    copies, messages, identity number, supplementary answers. Raises ``WrongStatus``."""
    application = lock(application)
    if application.status not in OVER:
        raise WrongStatus(_("办件还在办理中。请先撤回申请，或办结后再删除。"))
    if FollowUp.objects.open().filter(request__application=application).exists():
        raise WrongStatus(_("临时用水用电还在使用，结束后才能删除。"))
    clear_materials(application.materials.all())
    _clear_messages(application)
    application.waitings.all().delete()
    application.requests.update(extras={})
    Application.objects.filter(pk=application.pk).update(**{name: BLANK[name] for name in DISPENSABLE})
    application.record("application.dispensable_erased", by=by, text=say_checked(proof))
    signals.dispensable_erased.send(Application, application=application)


@transaction.atomic
def erase_application(application):
    """Make an ended case nameless; town, services, stages and dates stay for the figures."""
    application = lock(application)
    clear_materials(application.materials.all())
    _clear_messages(application)
    _clear_words(application)
    Application.objects.filter(pk=application.pk).update(
        **BLANK,
        token=uuid.uuid4(),
        query_code_version=F("query_code_version") + 1,
        erased_at=clock.now(),
    )
    application.record("application.erased", by=SYSTEM)
    signals.application_erased.send(Application, application=application)


def _clear_messages(application):
    application.notes.all().delete()
    application.calls.all().delete()


def _clear_words(application):
    """What people wrote about the case."""
    application.waitings.all().delete()
    FollowUp.objects.filter(request__application=application).update(note="")
    application.contact_attempts.update(note="")
    application.corrections.update(items=[])
    application.requests.update(extras={})
    FollowUp.objects.filter(request__application=application).update(note="")
    for event in application.events.exclude(text="", detail={}):
        event.text, event.detail = "", {name: event.detail[name] for name in FACTS & set(event.detail)}
        event.save(update_fields=["text", "detail"])


@transaction.atomic
def erase_paper(paper):
    """Let go what a paper says; that it was issued stays, so that its holder can still have it checked."""
    remove_after_commit([paper.file])
    Paper.objects.filter(pk=paper.pk).update(
        content={}, file="", drawn_at=Coalesce("drawn_at", Value(clock.now()))
    )
