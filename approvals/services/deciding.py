"""What the department says of a permit is noted here; it is decided in 政务一网通, never by the portal."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import Refusal, WrongStatus, move
from works.services.alone import lock_trenches

from ..models import Filer, Permit, PermitStatus, WayOut
from .deriving import derive_permits
from .entrusting import who_files
from .filers import find_filer
from .filing import take
from .gateway import first_sent_at
from .holding import go_into_trenches
from .settling import date_permit, settle_case
from .telling import tell_of_change, tell_of_decision

DECISIONS = (PermitStatus.GRANTED, PermitStatus.RECORDED, PermitStatus.REFUSED)
DECIDED = {
    PermitStatus.GRANTED: "permit.granted",
    PermitStatus.RECORDED: "permit.recorded",
    PermitStatus.REFUSED: "permit.refused",
}


class BadDecision(Refusal):
    """A decision that cannot be or lacks something."""


@transaction.atomic
def accept_permit(permit, *, by, number=""):
    """The department has taken the filing up. Raises ``WrongStatus``."""
    permit = take(permit)
    facts = {"external_number": number.strip()[:60]} if number.strip() else {}
    move(permit, PermitStatus.ACCEPTED, accepted_at=clock.now(), **facts)
    permit.application.record("permit.accepted", by=by, text=permit.title, permit=permit.number)
    tell_of_change(permit.application)
    return permit


@transaction.atomic
def decide_permit(permit, *, outcome, by, decided_at=None, **said):
    """Note that a permit was granted, recorded or refused at ``decided_at``; the last one reaches APPROVAL.

    ``said``: conditions, refusal_reason, decision_number, valid_until, file. Raises ``WrongStatus`` and
    ``BadDecision``.
    """
    permit = take(permit)
    if not permit.is_with_authority:
        raise WrongStatus(_("%s：还没有申报或已经有决定。") % permit.title)
    lock_trenches(permit.application)
    decided_at = decided_at or clock.now()
    _check(permit, outcome, decided_at, said)
    permit.spans.running().update(ends_at=decided_at)
    # The department had it by then, whenever its arrival was noted.
    filed_at = min(permit.filed_at, decided_at)
    move(permit, outcome, filed_at=filed_at, decided_at=decided_at, decider_name=str(by), **said)
    date_permit(_again(permit))
    text = f"{permit.title} {said.get('refusal_reason') or said.get('conditions', '')}".strip()
    permit.application.record(DECIDED[outcome], by=by, text=text, permit=permit.number)
    settle_case(permit.application, by=by, at=decided_at)
    if outcome == PermitStatus.REFUSED:
        find_filer(permit.application, by=by)
        permit.refresh_from_db(fields=["filed_by"])
    else:
        go_into_trenches(permit)
    tell_of_decision(permit, at=clock.now())
    return permit


@transaction.atomic
def refile_permit(permit, *, by):
    """After a refusal the same is planned again, as far as it is still needed, to be filed anew.

    Raises ``WrongStatus``.
    """
    permit = take(permit)
    if permit.status != PermitStatus.REFUSED:  # a record is replaced too, but by what grows beyond it
        raise WrongStatus(_("只有未获批准的手续可以重新申报。"))
    fresh = _plan_again(permit)
    move(permit, PermitStatus.REPLACED, replaced_by=fresh)
    permit.application.record("permit.planned_again", by=by, text=permit.title, permit=fresh.number)
    find_filer(permit.application, by=by)
    derive_permits(permit.application, by=by, at=clock.now(), is_known=True)
    tell_of_change(permit.application)
    fresh.refresh_from_db()
    return fresh


def _plan_again(permit):
    """Beside what is planned of its kind anyway, or by itself: nobody files the same twice."""
    planned = permit.application.permits.planned()
    fresh = planned.filter(type=permit.type, department=permit.department).first()
    if fresh is None:
        fresh = Permit.objects.create(
            number=f"{permit.application.number}-S{permit.application.permits.count() + 1}",
            filed_by=who_files(permit.application),
            **{name: getattr(permit, name) for name in COPIED},
        )
    elif permit.way_out and not fresh.way_out:
        fresh.way_out, fresh.way_out_basis = permit.way_out, permit.way_out_basis
        fresh.save(update_fields=["way_out", "way_out_basis"])
    fresh.orders.add(*permit.orders.living())
    fresh.sections.add(*permit.sections.all())
    return fresh


@transaction.atomic
def refile_permits(permits, *, by):
    """Several at once, all or none; what is planned again, each once. Raises ``WrongStatus``."""
    return list(dict.fromkeys(refile_permit(permit, by=by) for permit in permits))


@transaction.atomic
def refile_own(application, *, by):
    """The applicant is to file again himself what he was refused. Raises ``WrongStatus``."""
    application = lock(application)
    refused = list(
        application.permits.refused().filter(filed_by=Filer.APPLICANT).select_related("application")
    )
    if not refused:
        raise WrongStatus(_("没有未获批准、须由您重新申报的手续。"))
    refile_permits(refused, by=by)


COPIED = (
    "application",
    "type",
    "department",
    "reason",
    "amounts",
    "needs_decision",
    "protected_until",
    "way_out",
    "way_out_basis",
)


def _check_procedure(permit, decided_at):
    """What is decided by a procedure cannot have been decided before it."""
    if span := permit.spans.running().filter(starts_at__gt=decided_at).first():
        facts = {"procedure": span, "since": clock.show(span.starts_at)}
        raise BadDecision(
            _("%(procedure)s自 %(since)s 起进行，决定时间不能早于此；没有实际进行的，请先登记特别程序结束。")
            % facts
        )


def check_valid_until(valid_until, decided_on):
    """Raises ``BadDecision`` for what would have been valid no longer when it was decided."""
    if valid_until and valid_until < decided_on:
        raise BadDecision(_("有效期不能早于决定的日期。"))


def _again(permit):
    """Without the spans read before one of them was ended."""
    return Permit.objects.prefetch_related("spans").get(pk=permit.pk)


def _check(permit, outcome, decided_at, said):
    if decided_at > clock.now():
        raise BadDecision(_("决定时间不能晚于现在。"))
    if decided_at < first_sent_at(permit):
        raise BadDecision(_("决定时间不能早于申报时间。"))
    _check_procedure(permit, decided_at)
    check_valid_until(said.get("valid_until"), clock.local_date(decided_at))
    if outcome == PermitStatus.RECORDED and permit.needs_decision:
        raise BadDecision(_("%s须作出许可决定，不能只备案。") % permit.type)
    if outcome == PermitStatus.GRANTED and not permit.needs_decision:
        raise BadDecision(_("%s只需备案，请登记“已备案”。") % permit.type)
    if outcome == PermitStatus.REFUSED and not said.get("refusal_reason", "").strip():
        raise BadDecision(_("请写明不予批准的理由。"))
    is_special = permit.way_out == WayOut.GOVERNMENT and outcome == PermitStatus.GRANTED
    if is_special and not said.get("decision_number", "").strip():
        raise BadDecision(_("道路在保护期内，须经区政府批准，请填写批准文号。"))
