"""The papers of a case: brought, handed on, given back; promised for later (容缺), and what comes of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import APPLICANT
from common import clock
from common.status import Refusal, WrongStatus
from common.twice import said_just_now
from common.workdays import add_workdays
from district.services import load_calendar

from .. import signals
from ..models import Material, Status
from ..needs import needs_of
from .record import lock

# Nobody has set a term for this district yet (待确认); both are this portal's own.
PROMISE_WORKDAYS = 10
MOST_PROMISE_WORKDAYS = 20
PROMISABLE = {Status.SUBMITTED, Status.ACCEPTED}


class BadMaterial(Refusal):
    """A paper cannot be dealt with in this way."""


def bring(application, kind, *, by, verb, **facts):
    """The row of a paper that has come: the one it was promised in, else a new one. The case is locked."""
    promise = application.materials.promised().filter(kind=kind).first()
    material = promise or Material(application=application, kind=kind)
    for name, value in facts.items():
        setattr(material, name, value)
    if promise:
        material.brought_at = clock.now()
    material.save()
    application.record(verb, by=by, text=_what(material))
    if promise:
        application.record("material.brought", by=by, text=str(material.get_kind_display()))
        signals.material_brought.send(Material, application=application, material=material, by=by)
    return material


def _what(material):
    """营业执照.pdf, or what a paper is: 授权委托书（原件 1 份，3 页）"""
    label = material.name or str(material.get_kind_display())
    return f"{label}（{material.paper_text}）" if material.paper_text else label


@transaction.atomic
def note_paper(application, kind, *, medium, copies, pages, by, answers=None):
    """A paper taken at the counter, without a file; the same twice within a minute is one."""
    application = lock(application)
    facts = {"medium": medium, "copies": copies, "pages": pages, "taken_by": by, "answers": answers}
    held = application.materials.present().filter(kind=kind, given_back_at=None, **facts)
    if twin := said_just_now(held, "added_at") or said_just_now(held, "brought_at"):
        return twin
    return bring(application, kind, by=by, verb="material.taken", **facts)


@transaction.atomic
def hand_on_material(material, *, to, by):
    """Pass a paper on, to a provider or another desk. Raises ``BadMaterial``, ``Erased``."""
    lock(material.application)
    material = _lock_held(material)
    material.handed_to, material.handed_at = to, clock.now()
    material.save(update_fields=["handed_to", "handed_at"])
    material.application.record("material.handed_on", by=by, text=f"{_what(material)} → {to}")


@transaction.atomic
def give_back_material(material, *, to, by, signature=""):
    """Give a paper back; ``signature``: the path of a kept picture of the slip that was signed.

    Of a case made nameless, who took it is cleared away like any paper removed. Raises ``BadMaterial``.
    """
    material = _lock_held(material)
    material.given_back_to, material.given_back_at, material.signature = to, clock.now(), signature
    if material.application.erased_at:
        material.removed_at = clock.now()
        to = ""
    material.save(update_fields=["given_back_to", "given_back_at", "signature", "removed_at"])
    material.application.record(
        "material.given_back", by=by, text=f"{_what(material)} → {to}".removesuffix(" → ")
    )


def _lock_held(material):
    lock(material.application, even_erased=True)  # an original is its owner's, whatever became of the case
    material = Material.objects.select_related("application").get(pk=material.pk)
    if not material.is_held:
        raise BadMaterial(_("“%s”不在窗口，可能已退还，请刷新后查看。") % material)
    return material


@transaction.atomic
def promise_material(application, kind, *, until, by):
    """Take a written promise for a secondary paper; the case goes on and its clocks run.

    Raises ``BadMaterial``, ``WrongStatus``.
    """
    application = lock(application)
    if application.status not in PROMISABLE:
        raise WrongStatus(_("%s：当前状态不能容缺办理。") % application)
    if application.materials.filter(kind=kind).exclude(promised_at=None).exists():
        raise BadMaterial(_("这份材料已经承诺过一次，不能再次承诺；确需延期的，请统筹人员处理。"))
    if not any(need.requirement.kind == kind and need.can_be_promised for need in needs_of(application)):
        raise BadMaterial(_("只有尚缺的次要材料可以容缺。"))
    now = clock.now()
    _check_term(until, earliest=clock.local_date(now))
    material = Material.objects.create(
        application=application,
        kind=kind,
        promised_at=now,
        promised_until=until,
        reminded_on=clock.local_date(now),
    )
    application.record("material.promised", by=by, text=_promise(material))
    signals.material_promised.send(Material, application=application, material=material, by=by)
    return material


@transaction.atomic
def extend_promise(material, *, until, by):
    """A longer term, once, by the office. Raises ``BadMaterial``."""
    material = _lock_promised(material)
    if material.promise_extended_at:
        raise BadMaterial(_("已经延期过一次，不能再延。"))
    _check_term(until, earliest=max(material.promised_until, clock.today()))
    material.promised_until, material.promise_extended_at = until, clock.now()
    material.promise_expired_at, material.reminded_on = None, clock.today()
    fields = ["promised_until", "promise_extended_at", "promise_expired_at", "reminded_on"]
    material.save(update_fields=fields)
    material.application.record("material.promise_extended", by=by, text=_promise(material))
    signals.material_promised.send(Material, application=material.application, material=material, by=by)


@transaction.atomic
def end_promise(material, *, reason, by):
    """The office waits no longer, or the paper is not needed any more; the applicant is told why.

    Raises ``BadMaterial``.
    """
    material = _lock_promised(material)
    material.removed_at = clock.now()
    material.save(update_fields=["removed_at"])
    text = f"{material.get_kind_display()}：{reason}"
    material.application.record("material.promise_ended", by=by, text=text)
    signals.promise_ended.send(
        Material, application=material.application, material=material, reason=reason, by=by
    )


def _lock_promised(material):
    lock(material.application)
    found = Material.objects.awaited().select_related("application").filter(pk=material.pk).first()
    if found is None:
        raise BadMaterial(_("“%s”已补交或已结束容缺，请刷新后查看。") % material)
    return found


def _check_term(until, *, earliest):
    today = clock.today()
    latest = add_workdays(today, MOST_PROMISE_WORKDAYS, load_calendar())
    if not earliest < until <= latest:
        raise BadMaterial(
            _("补交期限须在 %(earliest)s 之后、%(latest)s（%(days)d 个工作日）之前。")
            % {"earliest": earliest, "latest": latest, "days": MOST_PROMISE_WORKDAYS}
        )


def _promise(material):
    return _("%(label)s，%(until)s 前补交") % {
        "label": material.get_kind_display(),
        "until": material.promised_until,
    }


@transaction.atomic
def remove_material(material, *, by=APPLICANT):
    """Take a file of his own back; what it was stays in the history, the content until it is cleared away.

    One that kept a promise leaves the promise open again.
    """
    application = lock(material.application)
    found = application.materials.of_applicant().filter(pk=material.pk).first()
    if found is None or found.is_promised:
        return
    name = str(found)
    if found.promised_at:
        for field in ("name", "path", "sha256", "content_type"):
            setattr(found, field, "")
        found.size, found.brought_at = 0, None
    else:
        found.removed_at = clock.now()
    found.save()
    application.record("material.removed", by=by, text=name)
