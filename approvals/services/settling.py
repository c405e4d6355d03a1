"""APPROVAL of each order follows its permits: who holds it, until when, and that the last one reaches it.

Whoever calls holds the lock on the case.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from district.services import load_calendar
from milestones.models import MilestoneStatus, Outcome
from milestones.services import agree_date, hand_on, report_stage
from milestones.stages import Holder, Stage, Wait
from utilities.models import WorkOrder
from works.services.waiting import free_since

from ..dates import Extension, Standstill, permit_clock
from ..models import Permit
from ..routes import takes_alone
from ..standing import FOREMOST, overall
from .holders import standing_of
from .holding import hold_works

OPEN_STAGES = (MilestoneStatus.PENDING, MilestoneStatus.RUNNING)


def settle_case(application, *, by, at=None, confirmed=()):
    """Every order of the case, with permits or none left; ``confirmed``: whose plan has just been said yes to."""
    orders = WorkOrder.objects.living().of_application(application)
    for order in orders.select_related("request__application", "provider__endpoint").order_by("pk"):
        settle_order(order, by=by, at=at, is_confirmed=order in confirmed)
        hold_works(order, by=by, at=at, is_confirmed=order in confirmed)


def settle_order(order, *, by, at=None, is_confirmed=False):
    """Hold, date or reach APPROVAL of one order as its permits stand now; without any its provider says how it goes.

    While the applicant has a changed plan before him the stage stays his, until that ``is_confirmed``.
    """
    milestone = order.milestones.filter(stage=Stage.APPROVAL, status__in=OPEN_STAGES).first()
    if milestone is None:
        return
    permits = _list_followed(order)
    undone = [permit for permit in permits if not permit.is_settled]
    if milestone.status == MilestoneStatus.RUNNING and (is_confirmed or not awaits_plan(order, milestone)):
        _settle_running(order, milestone, permits, undone, by=by, at=at)
    if undone and all(permit.is_with_authority for permit in undone):
        latest = max(_last_day(permit) for permit in undone)
        agree_date(order, Stage.APPROVAL, latest, source=_source(permits), by=SYSTEM)


def take_date_back(order, *, by):
    """Of permits that are no longer its own the last day of a department says nothing about it."""
    milestone = order.milestones.filter(stage=Stage.APPROVAL, status__in=OPEN_STAGES).first()
    if milestone and milestone.agreed_on:
        agree_date(order, Stage.APPROVAL, None, source="", by=by)


def _list_followed(order):
    if takes_alone(order):
        return []
    return list(order.permits.current().select_related("type").prefetch_related("spans"))


def _settle_running(order, milestone, permits, undone, *, by, at):
    if undone:
        stands = overall(standing_of(permit) for permit in undone)
        hand_on(milestone, by=by, at=at, **vars(stands))
    elif permits:
        _reach(order, milestone, permits, by=by)
    elif milestone.holder == Holder.AUTHORITY or milestone.spans.last().reason in FOREMOST:
        hand_on(milestone, holder=Holder.PROVIDER, by=by, at=at)


def awaits_plan(order, milestone):
    """Whether the stage of an order is the applicant's for a changed part, or a party's who has not given his."""
    waits = (Wait.PLAN_CONFIRMATION, Wait.OTHER_PARTS)
    return milestone.spans.last().reason in waits or order.plan_parts.presented().exists()


def date_permit(permit, calendar=None):
    """Compute the clock of a filed permit from its rows, and save it."""
    calendar, today = calendar or load_calendar(), clock.today()
    stops = [Standstill(span.starts_at, span.ends_at) for span in permit.spans.all()]
    longer = _extension(permit)
    promised = permit_clock(permit.filed_at, permit.limit_days, stops, calendar, today, longer)
    legal = permit_clock(permit.filed_at, permit.legal_days, stops, calendar, today, longer)
    clocks = {
        "due_on": promised.due_on,
        "legal_due_on": legal.due_on,
        "is_estimated": promised.is_estimated,
        "is_counting": promised.is_counting,
        "days_left": None if promised.is_counting else promised.left,
    }
    Permit.objects.filter(pk=permit.pk).update(**clocks)
    for name, value in clocks.items():
        setattr(permit, name, value)


def _source(permits):
    """Where the date comes from, and whether the district has confirmed it."""
    said = _("审批部门承诺时限，以最后一项手续为准")
    return said if all(permit.type.is_confirmed for permit in permits) else _("%s（待本区确认）") % said


def _last_day(permit):
    """When it is due; while a procedure lasts, as if that ended when it is expected to, today at the earliest."""
    if permit.due_on:
        return permit.due_on
    stops = [
        Standstill(span.starts_at, span.ends_at or clock.midnight(max(span.expected_until, clock.today())))
        for span in permit.spans.all()
    ]
    when = (load_calendar(), clock.today(), _extension(permit))
    return permit_clock(permit.filed_at, permit.limit_days, stops, *when).due_on


def _extension(permit):
    row = permit.prolonged_by
    return Extension(row.days, row.approved_on) if row else None


def _reach(order, milestone, permits, *, by):
    """At the moment of the last decision, or from when it may go on where all had been decided before."""
    decided_at = max(permit.decided_at for permit in permits)
    report_stage(
        order,
        Stage.APPROVAL,
        outcome=Outcome.REACHED,
        occurred_at=max(decided_at, free_since(milestone)),
        by=by,
        note="、".join(str(permit.type) for permit in permits),
        detail={"permits": [permit.number for permit in permits]},
    )


@transaction.atomic
def redate_permits(*, by):
    """A changed calendar dates anew whatever a department still has to decide."""
    calendar = load_calendar()
    open_permits = Permit.objects.with_authority().select_related("application").prefetch_related("spans")
    cases = {permit.application_id: permit.application for permit in open_permits}
    for application in sorted(cases.values(), key=lambda case: case.pk):
        lock(application)
    for permit in open_permits:
        date_permit(permit, calendar)
    for application in cases.values():
        settle_case(application, by=by)
