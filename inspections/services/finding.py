"""What was found at the place, order by order: surveyed, tested, switched on."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Half
from applications.services import lock
from common import clock
from common.clock import local_date
from common.status import TooEarly
from common.workdays import add_workdays
from district.services import load_calendar
from milestones.models import Outcome
from milestones.services import BadReport, failed_just_now, report_stage
from milestones.stages import Holder, Stage
from utilities.contracts import needs_contract

from .. import signals
from ..checklists import checklist_for, faults_of
from ..days import FURTHEST, MORNING, Day
from ..models import Answer, Asker, Result, Visit, VisitStatus
from ..selectors import facts_of
from ..words import when_text
from .arranging import (
    add,
    announce_late_comer,
    announce_proposal,
    joinable_visit,
    own_attendance,
    propose,
    settle,
)
from .fixing import fix_if_agreed, set_day
from .record import align, attending, open_visit

FACTS = ("has_outside_works", "assessed_demand")  # what the stage is told as well
MENDED_WITHIN = 3  # working days until one comes again, where nobody says another day


@transaction.atomic
def record_finding(
    order,
    stage,
    *,
    outcome,
    occurred_at,
    by,
    note="",
    photos=(),
    mender=Holder.PROVIDER,
    again_on=None,
    **found,
):
    """What a provider found at its survey or acceptance, or that its supply is on; joint or alone.

    ``found``: ``FACTS``, method, missing, to_mend, checklist, people, signature. ``again_on``: the day one comes
    again where it failed. Raises ``TooEarly`` before the day of a joint visit, else as ``report_stage``.
    """
    lock(order.application)
    order.refresh_from_db()
    said = {"outcome": outcome, "occurred_at": occurred_at, "note": note}
    if twin := failed_just_now(order, stage, **said):
        return twin
    facts = {name: found.pop(name, None) for name in FACTS}
    report = partial(report_stage, order, stage, by=by, photos=photos, mender=mender, **said, **facts)
    if outcome == Outcome.NOT_NEEDED:
        return report()
    _check_found(order, stage, outcome, occurred_at, note, found)
    own = _come(order, stage, occurred_at, by=by)
    _write(own, outcome, found | facts)
    own.report = report()
    own.save(update_fields=["report"])
    _close(own, outcome, mender, again_on, by=by)
    return own.report


def _come(order, stage, occurred_at, *, by):
    """The part the order takes in its visit, which has its day by now."""
    own = _find_own(order, stage)
    if own and own.visit.is_joint:
        _check_day(own.visit, occurred_at)
        return own
    own = own or _alone(order, stage, occurred_at)
    _set_own_day(own.visit, occurred_at, by=by)
    return own


def _find_own(order, stage):
    own = own_attendance(order, stage)
    if own:
        own.order, own.visit = order, open_visit(own.visit)
    return own


def _check_day(visit, occurred_at):
    if visit.status == VisitStatus.PROPOSED:
        raise TooEarly(
            _("%(visit)s的时间还没有约定，约定的日子到了再上报；需要单独办理的，请先退出%(visit)s。")
            % {"visit": visit.label}
        )
    if local_date(occurred_at) < visit.on:
        raise TooEarly(
            _("%(visit)s约定在 %(when)s，当天起才能上报；需要单独办理的，请先退出%(visit)s。")
            % {"visit": visit.label, "when": when_text(visit)}
        )


def _check_found(order, stage, outcome, occurred_at, note, found):
    if stage == Stage.CONNECTION and outcome == Outcome.REACHED:
        check_connection(order, local_date(occurred_at))
    if stage == Stage.ACCEPTANCE and outcome == Outcome.FAILED and not (found.get("to_mend") or note.strip()):
        raise BadReport(_("请列出需要整改的内容。"))
    if outcome == Outcome.REACHED and found.get("to_mend"):
        raise BadReport(_("已通过的不能再列整改事项；还有需要整改的，请选择“未通过”。"))
    if stage == Stage.ACCEPTANCE and outcome == Outcome.REACHED and checklist_for(order.request):
        faults = faults_of(order.request, found.get("checklist") or {})
        if faults:
            labels = "；".join(str(item.label) for item in faults)
            raise BadReport(_("以下检查项目没有填写或不合格，不能通过验收：%s。") % labels)


def check_connection(order, connected_on):
    """Nothing is switched on before a contract is signed; that it has passed its tests the path sees to.

    Raises ``TooEarly`` without a contract, ``BadReport`` where it was signed on a later day.
    """
    is_due = order.milestones.running().filter(stage=Stage.CONNECTION).exists()
    if not (is_due and needs_contract(order)):
        return
    signed_on = order.supply_contract_signed_on
    if signed_on is None:
        raise TooEarly(_("%s：还没有登记供用合同的签订日期，签订供用合同后才能接通。") % order)
    if signed_on > connected_on:
        raise BadReport(
            _(
                "%(order)s：登记的供用合同签订日期 %(signed)s 晚于接通日期 %(connected)s，签订供用合同后才能接通；"
                "请核对接通时间，签订日期登记有误的请先更正。"
            )
            % {"order": order, "signed": signed_on.isoformat(), "connected": connected_on.isoformat()}
        )


def _alone(order, stage, occurred_at):
    """Of a stage that was opened before each order had a visit."""
    day = Day(local_date(occurred_at), MORNING)
    visit = propose(order.application, stage, day, at=occurred_at, is_joint=False, asked_by=Asker.PROVIDER)
    return add(visit, order, answer=Answer.COMING)


def _set_own_day(visit, occurred_at, *, by):
    """Who comes alone may have agreed on another day with the applicant himself: he came when he came.

    What had been fixed, and was announced by a paper and for his calendar, is another day from here on.
    """
    local = occurred_at.astimezone(clock.LOCAL)
    if visit.on == local.date():
        return
    visit.on, visit.half = local.date(), Half.MORNING if local.hour < 12 else Half.AFTERNOON
    if visit.status == VisitStatus.FIXED:
        visit.moves += 1
        visit.confirmed_at, visit.confirmed_by = None, ""
    visit.save(update_fields=["on", "half", "moves", "confirmed_at", "confirmed_by"])
    if visit.status == VisitStatus.FIXED:
        visit.application.record("visit.came", by=by, text=when_text(visit), **facts_of(visit))
        signals.visit_came.send(Visit, visit=visit, by=by)


def _write(own, outcome, found):
    """Before the stage closes: who has a finding is not taken for one who left."""
    own.result = Result.PASSED if outcome == Outcome.REACHED else Result.FAILED
    for name, value in found.items():
        setattr(own, name, value)
    own.save()


def _close(own, outcome, mender, again_on, *, by):
    """The visit is over once everybody has said what he found; what failed is looked at again."""
    now = clock.now()
    again = _come_again(own, mender, again_on, by=by, at=now) if outcome == Outcome.FAILED else None
    settle(own.visit, by=by, at=now)
    if again:
        _tell_of_proposal(again, by=by)


def _come_again(own, mender, again_on, *, by, at):
    """After what failed was mended, with all others that failed on the latest of the days named; alone alone."""
    on = again_on or add_workdays(local_date(at), MENDED_WITHIN, load_calendar())
    _check_again(on, local_date(at))
    before = own.visit
    visit = _next_joint(own.order, before, on, at) if before.is_joint else None
    if visit is None:
        day = Day(on, MORNING)
        visit = propose(
            before.application, before.kind, day, at=at, is_joint=before.is_joint, asked_by=Asker.PROVIDER
        )
    attendance = add(visit, own.order, answer=Answer.COMING, mender=mender, mends_until=on)
    if visit.status == VisitStatus.FIXED:
        announce_late_comer(visit, attendance, by=by)
    if on > visit.on and not visit.wished_on:
        _put_off(visit, on, at=at)
    fix_if_agreed(visit, at=at)
    align(visit, by=by, at=at)
    return visit


def _next_joint(order, before, on, at):
    """One visit of the case for all who come again: the one being arranged, or one that is fixed and not too early."""
    visit = joinable_visit(order, before.kind, at)
    return visit if visit and (visit.status == VisitStatus.PROPOSED or visit.on >= on) else None


def _check_again(on, today):
    if on <= today:
        raise BadReport(_("再次上门的日期须在今天之后。"))
    if on > today + FURTHEST:
        raise BadReport(_("再次上门的日期不能晚于 %d 天之后。") % FURTHEST.days)
    if not load_calendar().is_workday(on):
        raise BadReport(_("再次上门的日期 %s 是休息日，请选择工作日。") % on.isoformat())


def _put_off(visit, on, *, at):
    """The later day stands; who has said yes to the earlier one, and has nothing to mend, is asked anew."""
    set_day(visit, on, MORNING, asked_by=Asker.PROVIDER, today=local_date(at))
    others = visit.attendances.open().filter(mender="")
    others.update(answer=Answer.NONE, answer_note="", answered_at=None)


def _tell_of_proposal(visit, *, by):
    """As long as others have still to say what they found, the day is no more than proposed: to all, on which it is."""
    visit.refresh_from_db(fields=["status"])
    announce_proposal(visit, attending(visit), by=by)
