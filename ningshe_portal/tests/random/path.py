"""The path of an order as everybody goes it who means well: what is to be done now, whatever that is."""

from datetime import timedelta
from decimal import Decimal

from accounts.actors import APPLICANT
from applications.models import Half
from approvals.models import WayOut
from approvals.services import (
    choose_way_out,
    decide_permit,
    entrust,
    file_permits,
    refile_permit,
    sign_entrustment,
)
from common import clock
from common.clock import local_date
from inspections.checklists import checklist_for
from inspections.models import Visit
from inspections.services import fix_visit
from milestones.models import Outcome
from milestones.stages import Stage
from ningshe_portal.api.stage_verbs import run_stage_verb
from utilities.contracts import sign_supply_contract
from utilities.models import OrderStatus, Variant, WorkOrder
from utilities.services import acknowledge_order
from works.models import Dig, DigParty, Plan, RoadSection
from works.services.confirming import confirm_plan
from works.services.digging import open_dig
from works.services.parts import Along, give_part
from works.services.trenches import backfill_dig, report_in_dig
from works.tests.cases import COMPLETE

from .world import Nothing

TRUTH = (True, False)


def running_of(order):
    """The stage a provider may report; the first one is reached by acknowledging only."""
    milestone = order.milestones.running().exclude(stage=Stage.ACKNOWLEDGE).first()
    if milestone is None:
        raise Nothing
    return milestone


def in_days(count):
    return clock.today() + timedelta(days=count)


def go_on(order, world):
    """The next sensible step of an order, by whoever must take it."""
    order.refresh_from_db()
    if order.status == OrderStatus.PENDING:
        return acknowledge(order, world)
    running = order.milestones.running().first()
    if running is None:
        raise Nothing
    if order.plan_parts.presented().exists():  # the applicant's word comes first, in whatever stage
        return plan(order, world)
    return NEXT[running.stage](order, world)


def acknowledge(order, world):
    needs_survey = world.pick(TRUTH)
    return acknowledge_order(
        order,
        by=world.staff(order),
        handler_name="刘工",
        variant=Variant.LOW if order.request.service == "power" else "",
        needs_survey=needs_survey,
        has_outside_works=None if needs_survey else world.pick((True, True, False)),
    )


def come_and_find(order, world):
    """A visit is arranged before anybody comes; the office takes its time, so that others may speak of the day."""
    running = running_of(order)
    visit = Visit.objects.filter(
        attendances__order=order, kind=running.stage, is_joint=True, status="proposed"
    ).first()
    if visit and world.pick((True, True, False)):
        raise Nothing
    if visit:
        return fix_visit(visit, on=clock.today(), half=Half.AFTERNOON, by=world.office)
    return report(order, world, Outcome.REACHED)


def report(order, world, outcome, back=0, **said):
    running, by = running_of(order), world.staff(order)
    said |= {"occurred_at": max(running.opened_at, clock.now() - timedelta(hours=back)), "note": "现场情况"}
    if running.stage == Stage.SURVEY and outcome != Outcome.FAILED:
        said["has_outside_works"] = world.pick((True, True, False))
    if running.stage == Stage.ACCEPTANCE:
        said["checklist"] = {item.code: "yes" for item in checklist_for(order.request)}
    if running.stage == Stage.CONNECTION:
        sign_supply_contract(order, signed_on=local_date(said["occurred_at"]), by=by)
    return run_stage_verb(order, running.stage, outcome=outcome, by=by, **said)


def plan(order, world):
    waiting = Plan.objects.filter(parts__order=order, parts__status="presented").first()
    return confirm_plan(waiting, version=waiting.version, by=APPLICANT) if waiting else draw_up(order, world)


def draw_up(order, world):
    method = world.pick(("open_cut", "open_cut", "jacking", "none"))
    steps = {"construction": (in_days(8), in_days(12))}
    if method == "open_cut":
        steps |= {"excavation": (in_days(5), in_days(7)), "backfill": (in_days(13), in_days(14))}
    sections = list(RoadSection.objects.order_by("pk"))
    metres = Decimal(world.pick((40, 80)))
    routes = [] if method == "none" else [Along(world.pick(sections), method, metres)]
    return give_part(
        order, facts=COMPLETE | {"drawing": ""}, steps=steps, routes=routes, by=world.staff(order)
    )


def seek_approval(order, world):
    permit = awaited(order)
    if permit is None:
        return report(order, world, Outcome.NOT_NEEDED)
    return PERMIT_NEXT[permit.status](permit, world)


def awaited(order):
    return order.permits.current().exclude(status__in=["granted", "recorded"]).order_by("pk").first()


def file_all(permit, world):
    application = permit.application
    if permit.protected_until and not permit.way_out:
        by = world.staff(permit.orders.living().first())
        return choose_way_out(permit, way_out=WayOut.GOVERNMENT, basis="请示", by=by)
    if permit.filed_by == "applicant":
        return file_permits(application, by=APPLICANT, has_no_old_trees=True)
    living = application.entrustments.living().first()
    if living is None or not own_order(application, living.provider):
        return entrust(application, permit.orders.living().first().provider, by=world.clerk)
    if living.status != "signed":
        return sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    by = world.staff(own_order(application, living.provider))
    return file_permits(application, provider=living.provider, by=by, has_no_old_trees=True)


def own_order(application, provider):
    """The order by which an entrusted provider files; None once it has ended."""
    return WorkOrder.objects.of_application(application).living().filter(provider=provider).first()


def decide(permit, world):
    """The department takes its time, so that others may have to do with what is filed."""
    if world.pick(TRUTH):
        raise Nothing
    outcome = "granted" if permit.needs_decision else "recorded"
    return decide_permit(permit, outcome=outcome, decision_number="津宁审〔2026〕1号", by=world.officer)


def refile(permit, world):
    return refile_permit(permit, by=world.staff(permit.orders.living().first()))


PERMIT_NEXT = {"planned": file_all, "filed": decide, "accepted": decide, "refused": refile}


def dig(order, world):
    """Where permits came with a changed plan, they are sought or what may be dug is dug."""
    if awaited(order) and world.pick(TRUTH):
        return seek_approval(order, world)
    digs = list(Dig.objects.holding(order))
    if not digs:
        return report(order, world, Outcome.REACHED)
    return open_it(next((one for one in digs if one.status == "planned"), digs[0]), world)


def open_it(trench, world):
    lead = trench.parties.living().get(role="lead").order
    return open_dig(trench, order=lead, by=world.staff(lead))


def build(order, world):
    if awaited(order):
        return seek_approval(order, world)
    shut = Dig.objects.holding(order).filter(status="planned").first()
    return open_it(shut, world) if shut else report(order, world, Outcome.REACHED)


def close(order, world):
    """Whoever in the trenches is not through gets through; then the lead closes one."""
    digs = [one for one in Dig.objects.holding(order) if one.status != "closed"]
    if not digs:
        return report(order, world, Outcome.REACHED)
    return close_one(digs[0], world)


def close_one(trench, world):
    parties = list(trench.parties.living().select_related("order__request__application"))
    lead = next(party for party in parties if party.is_lead)
    if trench.status == "planned":
        return open_it(trench, world)
    late = next((party for party in parties if not party.is_done), None)
    if late:
        by = world.staff(late.order)
        return report_in_dig(trench, order=late.order, steps=DigParty.STEPS, by=by)
    return backfill_dig(trench, order=lead.order, by=world.staff(lead.order))


NEXT = {
    Stage.SURVEY: come_and_find,
    Stage.PLAN: plan,
    Stage.APPROVAL: seek_approval,
    Stage.EXCAVATION: dig,
    Stage.CONSTRUCTION: build,
    Stage.BACKFILL: close,
    Stage.ACCEPTANCE: come_and_find,
    Stage.CONNECTION: come_and_find,
}
