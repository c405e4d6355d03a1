"""Who stands behind a case: its contact and its agent, and the code an organisation brings later."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common.codes import BadCode, check_credit_code
from common.status import Refusal, WrongStatus

from .. import signals
from ..models import ApplicantKind, Application, Proof, Status
from ..querysets import OVER
from .record import lock

AGENT = ("agent_name", "agent_phone", "agent_capacity", "agent_until")
AMENDABLE = ("contact_name", "contact_phone", *AGENT, "extras")
LIVING = (Status.RECEIVED, Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED)
HAS_AGENT = (*LIVING, *OVER)
PHONES = ("contact_phone", "agent_phone")
PEOPLE = ("contact_name", "agent_name", *PHONES)  # whoever is replaced may hold the receipt with the 查询码


class BadPerson(Refusal):
    """A change of contact or agent that changes nothing, or would leave a door open."""


@transaction.atomic
def amend_application(application, *, by, **changes):
    """Change contact, agent or supplementary facts of a living case and tell the providers.

    A former contact loses access at once: the 查询码 of older papers becomes void. Raises ``WrongStatus``.
    """
    unknown = set(changes) - set(AMENDABLE)
    if unknown:
        raise ValueError(f"not amendable: {sorted(unknown)}")
    application, changed = find_changes(application, changes)
    if changed:
        amend(application, changed, PHONES, "application.amended", by=by, text=_labels(changed))
    return application


@transaction.atomic
def change_contact(application, *, contact_name, contact_phone, proof, by):
    """Another contact, or another number of his, after the window checked who asks (``proof``).

    Raises ``WrongStatus`` and, where nothing would change, ``BadPerson``.
    """
    changes = {"contact_name": contact_name, "contact_phone": contact_phone}
    return _replace(application, "application.contact_changed", changes, proof=proof, by=by)


@transaction.atomic
def name_agent(application, *, agent_name, agent_phone, agent_capacity, agent_until=None, proof, by):
    """Empower an agent, in place of the former one if there was one; the mandate is issued to be signed.

    ``agent_until``: the last day of the mandate, None for the end of the case (what was issued can be looked
    at for a time after it). Raises ``WrongStatus``,
    ``BadPerson``.
    """
    changes = {
        "agent_name": agent_name,
        "agent_phone": agent_phone,
        "agent_capacity": agent_capacity,
        "agent_until": agent_until,
    }
    return _replace(application, "application.agent_named", changes, proof=proof, by=by)


@transaction.atomic
def remove_agent(application, *, by, proof=""):
    """The agent acts no longer, also of a case that has ended; without ``proof`` because his mandate has run out.

    As ``name_agent``.
    """
    changes = {"agent_name": "", "agent_phone": "", "agent_capacity": "", "agent_until": None}
    verb = "application.agent_removed"
    return _replace(application, verb, changes, proof=proof, by=by, allowed=HAS_AGENT)


def end_mandate(application):
    """The last day of the mandate is over, or without one, the time after the end of the case."""
    return remove_agent(application, by=SYSTEM)


@transaction.atomic
def supply_code(application, *, credit_code, by):
    """The code an organisation did not have when it applied. Raises ``WrongStatus``, ``Refusal``."""
    application = lock(application)
    if application.status not in LIVING or not lacks_code(application):
        raise WrongStatus(_("%s：该办件不需要补交信用代码。") % application)
    try:
        application.credit_code = check_credit_code(credit_code)
    except BadCode as error:
        raise Refusal(str(error)) from error
    application.save(update_fields=["credit_code"])
    application.record("application.code_supplied", by=by, text=application.credit_code)
    signals.code_supplied.send(Application, application=application, by=by)
    return application


def lacks_code(application):
    """An organisation that said why it has no code yet."""
    return application.applicant_kind == ApplicantKind.ORGANISATION and not application.credit_code


def lacks_mandate(application):
    """There is an agent, and since he was named nobody has brought the mandate signed."""
    if not application.agent_name:
        return False
    named = application.events.filter(verb="application.agent_named").last()
    brought = application.materials.present().filter(kind="mandate")
    return not (brought.filter(added_at__gte=named.at) if named else brought).exists()


def _replace(application, verb, changes, *, proof, by, allowed=LIVING):
    """One person in place of another; what the window saw stands in the history."""
    application, changed = find_changes(application, changes, allowed)
    if not changed:
        raise BadPerson(_("%s：没有需要变更的内容。") % application)
    _check_agent_is_no_contact(application, changed)
    text = say_checked(proof, _labels(changed))
    amend(application, changed, PEOPLE, verb, by=by, text=text, proof=proof)
    return application


def say_checked(proof, what=""):
    """What the history says was done, and what the window had looked at before."""
    checked = _("已核对：%s") % Proof(proof).label if proof else ""
    return "；".join(filter(None, [what, checked]))


def find_changes(application, changes, allowed=LIVING):
    """The case, locked, and those of the changes that are any."""
    application = lock(application)
    if application.status not in allowed:
        raise WrongStatus(_("%s：当前状态不能变更信息。") % application)
    return application, {
        name: value for name, value in changes.items() if getattr(application, name) != value
    }


def _check_agent_is_no_contact(application, changed):
    """An agent whose phone is the contact's too would keep every access."""
    is_leaving = "agent_phone" in changed and application.agent_phone
    if is_leaving and application.agent_phone == application.contact_phone:
        raise BadPerson(_("原代理人的电话同时登记为联系电话，请先变更联系人，再解除或更换代理人。"))


def amend(application, changed, people, verb, *, by, text, **detail):
    """Write it down, with a new 查询码 if one of the ``people`` was replaced, and announce it."""
    former = {name: getattr(application, name) for name in PHONES}
    is_recoded = any(name in changed and getattr(application, name) for name in people)
    application.query_code_version += is_recoded
    for name, value in changed.items():
        setattr(application, name, value)
    application.save(update_fields=[*changed, "query_code_version"])
    application.record(verb, by=by, text=text, **detail)
    signals.application_amended.send(
        Application,
        application=application,
        changes=sorted(changed),
        by=by,
        former=set(former.values()) - {application.contact_phone, application.agent_phone, ""},
        is_recoded=is_recoded,
        proof=detail.get("proof", ""),
    )


def _labels(changed):
    return "、".join(str(Application._meta.get_field(name).verbose_name) for name in changed)
