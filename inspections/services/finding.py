"""What was found at the place, order by order: surveyed, tested, switched on."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.clock import local_date
from common.status import WrongStatus
from common.workdays import add_workdays
from district.services import load_calendar
from milestones.models import Outcome
from milestones.services import BadReport, report_stage
from milestones.stages import Holder, Stage
from utilities.contracts import needs_contract

from ..checklists import checklist_for, faults_of
from ..days import FURTHEST, MORNING, Day
from ..models import Answer, Asker, Attendance, Result, Visit, VisitStatus
from ..words import when_text
from .arranging import add, finish, propose, settle
from .fixing import fix_if_agreed
from .record import align, open_visit

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
    has_outside_works=None,
    assessed_demand=None,
    mender=Holder.PROVIDER,
    again_on=None,
    **found,
):
    """What a provider found at its survey or acceptance, or that its supply is on; joint or alone.

    ``found``: method, missing, to_mend, checklist, people, signature. ``again_on``: the day one comes again
    where it failed. Raises ``WrongStatus`` before the day of a joint visit, else as ``report_stage``.
    """
    lock(order.application)
    order.refresh_from_db()
    own = _own_attendance(order, stage)
    is_found = outcome != Outcome.NOT_NEEDED
    if is_found:
        _check_day(own, occurred_at)
        _check_found(order, stage, outcome, note, found)
        own = own or _alone(order, stage, occurred_at)
        if own:
            _write(own, outcome, has_outside_works, assessed_demand, found)
    report = report_stage(
        order,
        stage,
        outcome=outcome,
        occurred_at=occurred_at,
        by=by,
        note=note,
        photos=photos,
        has_outside_works=has_outside_works,
        assessed_demand=assessed_demand,
        mender=mender,
    )
    if own and is_found:
        Attendance.objects.filter(pk=own.pk).update(report=report)
        _close(own, outcome, mender, again_on, by=by)
    return report


def _own_attendance(order, stage):
    own = order.attendances.open().filter(visit__kind=stage).select_related("visit").first()
    if own:
        own.order, own.visit = order, open_visit(own.visit)
    return own


def _check_day(own, occurred_at):
    if own is None:
        return
    visit = own.visit
    if visit.status == VisitStatus.PROPOSED:
        raise WrongStatus(
            _("%(visit)s的时间还没有约定，约定的日子到了再上报；需要单独办理的，请先退出%(visit)s。")
            % {"visit": visit.label}
        )
    if local_date(occurred_at) < visit.on:
        raise WrongStatus(
            _("%(visit)s约定在 %(when)s，当天起才能上报；需要单独办理的，请先退出%(visit)s。")
            % {"visit": visit.label, "when": when_text(visit)}
        )


def _check_found(order, stage, outcome, note, found):
    if stage == Stage.CONNECTION:
        check_connection(order)
    if stage == Stage.ACCEPTANCE and outcome == Outcome.FAILED and not (found.get("to_mend") or note.strip()):
        raise BadReport(_("请列出需要整改的内容。"))
    if stage == Stage.ACCEPTANCE and outcome == Outcome.REACHED and checklist_for(order.request):
        faults = faults_of(order.request, found.get("checklist") or {})
        if faults:
            raise BadReport(_("以下检查项目没有填写或不合格，不能通过验收：%s。") % "；".join(faults))


def check_connection(order):
    """Nothing is switched on without a signed contract; that it has passed its tests the path sees to.

    Raises ``WrongStatus``.
    """
    is_due = order.milestones.running().filter(stage=Stage.CONNECTION).exists()
    if is_due and needs_contract(order) and order.supply_contract_signed_on is None:
        raise WrongStatus(_("%s：还没有登记供用合同的签订日期，签订供用合同后才能接通。") % order)


def _alone(order, stage, occurred_at):
    """Who comes alone agrees the day with the applicant himself; what he found is kept all the same.

    Switching on alone finds nothing: the report says it all.
    """
    if stage == Stage.CONNECTION:
        return None
    local = occurred_at.astimezone(clock.LOCAL)
    visit = Visit.objects.create(
        application=order.application,
        kind=stage,
        status=VisitStatus.FIXED,
        is_joint=False,
        on=local.date(),
        half=MORNING if local.hour < 12 else "afternoon",
        asked_by=Asker.PROVIDER,
        proposed_at=occurred_at,
        fixed_at=occurred_at,
    )
    return Attendance.objects.create(visit=visit, order=order, answer=Answer.COMING)


def _write(own, outcome, has_outside_works, assessed_demand, found):
    """Before the stage closes: who has a finding is not taken for one who left."""
    own.result = Result.PASSED if outcome == Outcome.REACHED else Result.FAILED
    own.has_outside_works, own.assessed_demand = has_outside_works, assessed_demand
    for name, value in found.items():
        setattr(own, name, value)
    own.save()


def _close(own, outcome, mender, again_on, *, by):
    """The visit is over once everybody has said what he found; what failed is looked at again."""
    visit, now = own.visit, clock.now()
    if visit.is_joint and outcome == Outcome.FAILED:
        _come_again(own.order, visit.kind, mender, again_on, by=by, at=now)
    if visit.is_joint:
        settle(visit, by=by, at=now)
    else:
        finish(visit, by=by, at=now)


def _come_again(order, kind, mender, again_on, *, by, at):
    """A new visit after what failed was mended; who named the day comes, the others are not needed."""
    today = local_date(at)
    calendar = load_calendar()
    on = again_on or add_workdays(today, MENDED_WITHIN, calendar)
    if on <= today:
        raise BadReport(_("再次上门的日期须在今天之后。"))
    if on > today + FURTHEST:
        raise BadReport(_("再次上门的日期不能晚于 %d 天之后。") % FURTHEST.days)
    visit = (
        Visit.objects.open()
        .joint()
        .filter(application=order.application, kind=kind, status=VisitStatus.PROPOSED)
        .first()
    )
    if visit is None:
        visit = propose(order.application, kind, Day(on, MORNING), at=at, asked_by=Asker.PROVIDER)
    visit.application = order.application
    add(visit, order, answer=Answer.COMING, mender=mender)
    fix_if_agreed(visit, at=at)
    align(visit, by=by, at=at)
