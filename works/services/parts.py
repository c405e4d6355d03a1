"""A provider draws up its part and puts it on the table."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import WrongStatus, move
from common.twice import all_just_now
from milestones.models import MilestoneStatus
from milestones.services import BadReport, resume_milestone
from milestones.stages import Stage
from utilities.push import tell_office

from ..completeness import list_missing
from ..models import Method, PartStatus, PlanPart, PlanStatus, PlanStep, RoadSection, Route, Step
from ..paper_content import yuan
from ..picture import plain_metres
from ..red_line import warn_of_part
from .groups import list_orders, plan_of
from .settling import settle_plans, void_plan

# Until it is built a confirmed part may still change.
CHANGEABLE = (Stage.PLAN, Stage.APPROVAL, Stage.EXCAVATION, Stage.CONSTRUCTION)
GROUND_STEPS = (Step.EXCAVATION, Step.BACKFILL)


class BadPart(BadReport):
    """A part that cannot be done or lacks something."""


@dataclass(frozen=True)
class Along:
    """One section a part uses."""

    section: RoadSection
    method: str
    metres: Decimal
    start: Decimal = Decimal(0)


@transaction.atomic
def add_route(order, along, *, by):
    """Add one section to the part being drawn up; it counts once the part is given. Raises ``BadPart``."""
    part = open_draft(order)
    _check_length(along)
    return _create_route(part, along)


@transaction.atomic
def remove_route(order, route, *, by):
    """Take one section out of the part being drawn up. Raises ``WrongStatus``."""
    part = open_draft(order)
    same = part.routes.filter(
        section=route.section_id, method=route.method, start=route.start, metres=route.metres
    ).first()
    if same is None:
        raise WrongStatus(_("该路由已被移除，请刷新后查看。"))
    same.delete()


@transaction.atomic
def give_part(order, *, facts, steps, by, routes=None):
    """Put the part of an order on the table, in place of the one before.

    ``facts``: fields of ``PlanPart``; ``steps``: first and last day by step; ``routes``: ``Along`` rows, None for
    those added before. Before the confirmation what the applicant was to say yes to is void and put before him
    anew; afterwards only this order waits for him. Raises ``WrongStatus`` and ``BadPart``.
    """
    part = open_draft(order)
    if routes is not None:
        part.routes.all().delete()
        for along in routes:
            _check_length(along)
            _create_route(part, along)
    _check(part, facts, steps)
    PlanPart.objects.filter(pk=part.pk).update(**facts)
    part.applicant_cost = facts.get("applicant_cost", part.applicant_cost)
    part.steps.all().delete()
    PlanStep.objects.bulk_create(
        PlanStep(part=part, step=step, starts_on=first, ends_on=last) for step, (first, last) in steps.items()
    )
    if twin := _given_just_now(part):
        move(part, PartStatus.DROPPED)
        return twin
    _put_on_table(part, by=by)
    if warn_of_part(part):
        _tell_office(part)
    settle_plans(part.plan.application, by=by)
    part.refresh_from_db()
    return part


def _given_just_now(part):
    """The part that says the same and was put on the table by the click before this one, if there is one."""
    held = part.order.plan_parts.present().exclude(status=PartStatus.RETURNED)
    given = all_just_now(held, "given_at")
    return next((earlier for earlier in given if _words_of(earlier) == _words_of(part)), None)


def _words_of(part):
    facts = PlanPart.objects.filter(pk=part.pk).values_list(*COPIED).get()
    steps = part.steps.values_list("step", "starts_on", "ends_on")
    places = part.routes.values_list("section", "method", "start", "metres")
    return facts, set(places), set(steps)


@transaction.atomic
def revise_part(order, *, by):
    """Begin the next version with what the last one said; what was given holds meanwhile. Raises ``WrongStatus``."""
    return open_draft(order)


@transaction.atomic
def discard_draft(order, *, by):
    """Leave it as it was given. Raises ``WrongStatus``."""
    lock(order.request.application)
    draft = order.plan_parts.filter(status=PartStatus.DRAFT).first()
    if draft is None:
        raise WrongStatus(_("没有正在编制的方案。"))
    move(draft, PartStatus.DROPPED)


def open_draft(order):
    """The part in hand of an order, its case locked: the one begun, else the next version. Raises ``WrongStatus``."""
    application = lock(order.request.application)
    order = next((row for row in list_orders(application) if row.pk == order.pk), None)
    if order is None or running_stage(order) is None:
        raise WrongStatus(_("该工单当前不在方案环节，不能编制或修改方案。"))
    draft = order.plan_parts.filter(status=PartStatus.DRAFT).first()
    return draft or _next_version(order)


def running_stage(order):
    """The stage in which a part may be given or changed; None where it is too early or too late."""
    running = order.milestones.filter(status=MilestoneStatus.RUNNING, stage__in=CHANGEABLE).first()
    if running is None or running.stage == Stage.PLAN:
        return running
    # Without one it went on without a plan: from the time before there were any, or nothing to plan.
    return running if order.plan_parts.confirmed().exists() else None


def is_left_shut(order):
    """Whether a trench of it is still to be opened: who has left an open one digs alone."""
    return order.dig_parties.living().planned().exists()


def _next_version(order):
    last = order.plan_parts.order_by("version").last()
    current = order.plan_parts.present().order_by("version").last()
    part = PlanPart(order=order, plan=plan_of(order), version=last.version + 1 if last else 1)
    if current:
        for name in COPIED:
            setattr(part, name, getattr(current, name))
    part.save()
    for route in current.routes.all() if current else ():
        part.routes.create(section=route.section, method=route.method, start=route.start, metres=route.metres)
    return part


COPIED = (
    "text",
    "provider_cost",
    "applicant_cost",
    "public_cost",
    "boundary",
    "safety",
    "days",
    "drawing",
    "drawing_name",
)


def _create_route(part, along):
    return Route.objects.create(
        part=part, section=along.section, method=along.method, start=along.start, metres=along.metres
    )


def _check_length(along):
    if along.start + along.metres > along.section.metres:
        raise BadPart(
            _("%(section)s长 %(metres)s 米，路由不能超出。")
            % {"section": along.section, "metres": plain_metres(along.section.metres)}
        )


def _check(part, facts, steps):
    routes = list(part.routes.select_related("section"))
    if not facts.get("text", "").strip():
        raise BadPart(_("请写明接入方案。"))
    if part.order.has_outside_works and not routes:
        raise BadPart(_("踏勘结论为有外线工程，请先添加路由。"))
    if part.order.has_outside_works is False and any(not row.section.is_inside_plot for row in routes):
        raise BadPart(_("踏勘结论为无外线工程，不能编制用地红线外的路由。"))
    _check_dates(routes, steps)
    if missing := list_missing(part, routes, facts):
        raise BadPart(_("方案还缺：%s。") % "、".join(missing))
    _check_ground(part, routes)


def _check_dates(routes, steps):
    for step, (first, last) in steps.items():
        if last < first:
            raise BadPart(_("%s的结束日期不能早于开始日期。") % Step(step).label)
    if {*GROUND_STEPS} <= set(steps) and steps[Step.BACKFILL][1] < steps[Step.EXCAVATION][0]:
        raise BadPart(_("回填的计划日期不能早于开挖。"))
    opens = any(row.method == Method.OPEN_CUT for row in routes)
    needed = [*GROUND_STEPS, Step.CONSTRUCTION] if opens else [Step.CONSTRUCTION] if routes else []
    missing = [str(Step(step).label) for step in Step if step in needed and step not in steps]
    if missing:
        raise BadPart(_("请填写%s的计划日期。") % "、".join(missing))
    if not opens and any(step in steps for step in GROUND_STEPS):
        raise BadPart(_("没有开挖敷设的路由，不需要填写开挖、回填的日期。"))


def _check_ground(part, routes):
    """What is open stays in the plan; once all is open, what is dug is settled."""
    if left := _lost(part.order, routes):
        raise BadPart(_("%s 已经开挖，方案中应保留这一段的开挖路由。") % left)
    if running_stage(part.order).stage != Stage.CONSTRUCTION or is_left_shut(part.order):
        return
    if _cuts(routes) != _cuts(Route.objects.filter(part__in=part.order.plan_parts.confirmed())):
        raise BadPart(_("开挖环节已经过去，不能再变更开挖的路由；确需变更的，请联系统筹办公室。"))


def _lost(order, routes):
    """A section where its trench is open and these routes no longer dig; None if there is none."""
    parties = order.dig_parties.in_open_ground().select_related("dig__section")
    kept = {row.section_id for row in routes if row.opens_ground}
    return next((party.dig.section for party in parties if party.dig.section_id not in kept), None)


def _cuts(routes):
    return {(row.section_id, row.start, row.metres) for row in routes if row.opens_ground}


def _put_on_table(part, *, by):
    order, at = part.order, clock.now()
    _end_pause(order, by=by)
    plan = plan_of(order)
    if plan.status == PlanStatus.PRESENTED:
        void_plan(plan, by=by, at=at)
    for earlier in order.plan_parts.on_the_table():
        move(earlier, PartStatus.REPLACED)
    move(part, PartStatus.GIVEN, plan=plan, given_at=at, given_by=str(by))
    order.request.application.record(
        "plan.part_given", by=by, at=at, request=order.request, order=order.number, version=part.version
    )


def _tell_office(part):
    text = _(
        "【宁河报装】%(number)s 的方案有红线外工程，由申请人承担 %(yuan)s 元，请核对依据（国办函〔2020〕129号）。"
    )
    tell_office(
        kind="plan.outside_red_line",
        key=f"part:{part.pk}",
        about=part.order.request.application.number,
        text=text % {"number": part.order.number, "yuan": yuan(part.applicant_cost)},
    )


def _end_pause(order, *, by):
    """Whoever gives his part waits for nothing any more."""
    running = running_stage(order)
    if running.spans.last().is_pause:
        resume_milestone(running, by=by)
