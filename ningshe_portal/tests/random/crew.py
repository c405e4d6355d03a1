"""What a provider may do with an order at any time, sensible or not: reports, pauses, its people, plan and fees."""

from datetime import timedelta
from decimal import Decimal

from accounts.actors import APPLICANT
from common import clock
from inspections.services import report_mended
from milestones.models import Apart, Outcome, Span
from milestones.services import pause_milestone, prove_pause, rejoin, resume_milestone, split_off
from milestones.stages import Holder, PauseReason, Stage
from utilities.account_numbers import note_account
from utilities.areas import report_network
from utilities.models import Membership, ReturnReason
from utilities.order_papers import ask_for_paper
from utilities.people import hand_over_orders, set_leave
from utilities.services import declare_unavailable, return_order
from works.models import Fee, FeeKind, Payer, Plan, PlanPart
from works.services.confirming import return_plan
from works.services.fees import agree_fee, drop_fee, issue_fee_list, pay_fee
from works.services.forward import put_forward
from works.services.parts import add_route, discard_draft, remove_route, revise_part
from works.services.steps import RECORDED, record_step

from .path import Along, RoadSection, draw_up, report, running_of
from .world import Nothing

JOINT_STAGES = (
    Stage.SURVEY,
    Stage.PLAN,
    Stage.APPROVAL,
    Stage.EXCAVATION,
    Stage.BACKFILL,
    Stage.ACCEPTANCE,
    Stage.CONNECTION,
)


def fail(order, world):
    report(order, world, Outcome.FAILED)


def say_not_needed(order, world):
    report(order, world, Outcome.NOT_NEEDED)


def report_late(order, world):
    report(order, world, Outcome.REACHED, back=world.pick((1, 30, 90)))


def hand_to_mender(order, world):
    """What failed is the applicant's to mend; only of a test or a connection."""
    if running_of(order).stage not in (Stage.ACCEPTANCE, Stage.CONNECTION):
        raise Nothing
    report(order, world, Outcome.FAILED, mender=Holder.APPLICANT)


def mend(order, world):
    report_mended(order, running_of(order).stage, note="已整改", by=APPLICANT)


def pause(order, world):
    evidence = world.pick(("a.jpg", ""))
    pause_milestone(
        running_of(order),
        reason=world.pick(PauseReason.values),
        basis="依据",
        evidence=evidence,
        by=world.staff(order),
    )


def prove(order, world):
    pauses = Span.objects.pauses().filter(milestone__order=order)
    prove_pause(world.one_of(pauses.filter(evidence="")), evidence="b.jpg", by=world.staff(order))


def resume(order, world):
    resume_milestone(running_of(order), by=world.staff(order))


def send_back(order, world):
    world.seldom()
    return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=world.staff(order))


def say_unavailable(order, world):
    world.seldom()
    said = {"reason": "尚未敷设管网", "detail": "", "alternative": "临时用水"}
    declare_unavailable(order, by=world.staff(order), **said)


def say_network_is_there(order, world):
    report_network(order, by=world.staff(order), note="已通达")


def hand_over(order, world):
    members = Membership.objects.filter(provider=order.provider_id).order_by("pk").select_related("user")
    hand_over_orders([order], to=world.pick(list(members)), by=world.staff(order))


def go_on_leave(order, world):
    membership = world.one_of(Membership.objects.filter(provider=order.provider_id).select_related("user"))
    today = clock.today()
    until = world.pick((None, today, today + timedelta(days=3)))
    set_leave(membership, away_from=until and today, away_to=until, by=membership.user)


def ask_paper(order, world):
    ask_for_paper(order, paper=world.pick(("产权证明", "平面图")), detail="", by=world.staff(order))


def give_account(order, world):
    note_account(order, account_number=world.pick(("1201", "1202")), by=world.staff(order))


def step_apart(order, world):
    split_off(order, world.pick(JOINT_STAGES), reason="另约", by=world.office)


def step_together(order, world):
    rejoin(order, world.one_of(Apart.objects.open().filter(order=order)).stage, by=world.office)


# The plan, what was done of it, and what it costs.


def plan_anew(order, world):
    draw_up(order, world)


def revise(order, world):
    revise_part(order, by=world.staff(order))


def discard(order, world):
    discard_draft(order, by=world.staff(order))


def add_way(order, world):
    along = Along(world.one_of(RoadSection.objects.all()), "jacking", Decimal(20))
    add_route(order, along, by=world.staff(order))


def remove_way(order, world):
    part = order.plan_parts.filter(status="draft").first() or order.plan_parts.order_by("version").last()
    if part is None:
        raise Nothing
    remove_route(order, world.one_of(part.routes.all()), by=world.staff(order))


def say_no(order, world):
    waiting = world.one_of(
        Plan.objects.filter(application=order.application, parts__status="presented").distinct()
    )
    return_plan(waiting, version=waiting.version, reason="费用偏高", by=APPLICANT)


def go_ahead(order, world):
    plan = world.one_of(Plan.objects.filter(application=order.application))
    put_forward(plan, reason="逾期", by=world.office)


def note_step(order, world):
    step, today = world.pick(RECORDED), clock.today()
    days = {"started_on": today - timedelta(days=world.pick((0, 2)))}
    if step != "construction" and world.pick((True, False)):
        days["finished_on"] = today
    record_step(order, step, by=world.staff(order), **days)


def set_fee(order, world):
    facts = {
        "kind": world.pick(FeeKind.values),
        "amount": Decimal(1200),
        "is_outside": world.pick((True, False)),
        "payee": "宁河水务",
        "payer": world.pick(Payer.values),
        "basis": "津发改价〔2024〕1号",
    }
    agree_fee(order, by=world.staff(order), agreed_on=clock.today(), **facts)


def pay(order, world):
    pay_fee(order, fee_of(order, world), paid_on=clock.today(), invoice="1", by=world.staff(order))


def strike_fee(order, world):
    drop_fee(order, fee_of(order, world), reason="重复登记", by=world.staff(order))


def fee_of(order, world):
    return world.one_of(Fee.objects.filter(part__in=PlanPart.objects.filter(order=order)))


def list_fees(order, world):
    issue_fee_list(order.application, by=world.office)


CREW = (
    *(fail, say_not_needed, report_late, hand_to_mender, mend),
    *(pause, prove, resume, send_back, say_unavailable, say_network_is_there),
    *(hand_over, go_on_leave, ask_paper, give_account, step_apart, step_together),
    *(plan_anew, revise, discard, add_way, remove_way, say_no, go_ahead),
    *(note_step, set_fee, pay, strike_fee, list_fees),
)
