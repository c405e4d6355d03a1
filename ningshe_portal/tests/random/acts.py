"""Everything anybody may do with a case, one function each; ``pick`` chooses among rows, values or days.

What is not possible now is refused by the service and changes nothing.
"""

from datetime import timedelta
from decimal import Decimal

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Half
from applications.services import choose_carrier, withdraw_request
from approvals.models import Permit, Procedure, WayOut
from approvals.services import (
    accept_permit,
    begin_procedure,
    choose_way_out,
    decide_permit,
    end_procedure,
    end_road_waits,
    entrust,
    extend_permit,
    file_oneself,
    file_permits,
    refile_permit,
    sign_entrustment,
)
from common import clock
from inspections.checklists import checklist_for
from inspections.models import Visit, VisitKind
from inspections.services import (
    answer_counter,
    answer_visit,
    arrange_visit,
    cancel_visit,
    confirm_visit,
    fix_visit,
    watch_visits,
    wish_day,
)
from milestones.models import Apart, Outcome, Span
from milestones.services import (
    end_spent_pauses,
    pause_milestone,
    rejoin,
    resume_milestone,
    revoke_pause,
    split_off,
)
from milestones.stages import Holder, PauseReason, Stage
from ningshe_portal.api.stage_verbs import run_stage_verb
from utilities.contracts import sign_supply_contract
from utilities.models import OrderStatus, Provider, ReturnReason, Variant
from utilities.services import acknowledge_order, assign_request, return_order
from works.models import Dig, DigOffer, DigParty, Plan, RoadSection
from works.services.alone import leave_trench, share_again
from works.services.confirming import confirm_plan, return_plan
from works.services.dig_stages import settle_others
from works.services.digging import open_dig
from works.services.emergencies import bring_papers, open_emergency_dig
from works.services.forward import put_forward
from works.services.joining import decline_dig, join_dig, look_after_offers
from works.services.parts import Along, give_part
from works.services.trenches import backfill_dig, report_in_dig

TRUTH = (True, False)


class Nothing(Exception):
    """There is no such row to do anything with."""


def running_of(order):
    """The stage a provider may report; the first one is reached by acknowledging only."""
    milestone = order.milestones.running().exclude(stage=Stage.ACKNOWLEDGE).first()
    if milestone is None:
        raise Nothing
    return milestone


def in_days(count):
    return clock.today() + timedelta(days=count)


# The path of an order as a crew goes it: what is to be done now, whatever that is.


def go_on(order, pick):
    """The next sensible step of an order, by whoever must take it."""
    order.refresh_from_db()
    if order.status == OrderStatus.PENDING:
        return acknowledge(order, pick)
    running = order.milestones.running().first()
    return NEXT[running.stage](order, pick) if running else None


def acknowledge(order, pick):
    needs_survey = pick(TRUTH)
    return acknowledge_order(
        order,
        by=SYSTEM,
        handler_name="刘工",
        variant=Variant.LOW if order.request.service == "power" else "",
        needs_survey=needs_survey,
        has_outside_works=None if needs_survey else pick((True, True, False)),
    )


def come_and_find(order, pick):
    """A visit is arranged before anybody comes."""
    running = running_of(order)
    visit = Visit.objects.filter(
        attendances__order=order, kind=running.stage, is_joint=True, status="proposed"
    ).first()
    if visit:
        return fix_visit(visit, on=clock.today(), half=Half.AFTERNOON, by=SYSTEM)
    return report(order, pick, Outcome.REACHED)


def report(order, pick, outcome, back=0):
    running = running_of(order)
    said = {"occurred_at": max(running.opened_at, clock.now() - timedelta(hours=back)), "note": "现场情况"}
    if running.stage == Stage.SURVEY and outcome != Outcome.FAILED:
        said["has_outside_works"] = pick((True, True, False))
    if running.stage == Stage.ACCEPTANCE:
        said["checklist"] = {item.code: "yes" for item in checklist_for(order.request)}
    if running.stage == Stage.CONNECTION:
        sign_supply_contract(order, signed_on=clock.today(), by=SYSTEM)
    return run_stage_verb(order, running.stage, outcome=outcome, by=SYSTEM, **said)


def plan(order, pick):
    waiting = Plan.objects.filter(parts__order=order, parts__status="presented").first()
    return say_yes(waiting) if waiting else draw_up(order, pick)


def say_yes(waiting):
    return confirm_plan(waiting, version=waiting.version, by=APPLICANT)


def draw_up(order, pick):
    method = pick(("open_cut", "open_cut", "jacking", "none"))
    steps = {"construction": (in_days(8), in_days(12))}
    if method == "open_cut":
        steps |= {"excavation": (in_days(5), in_days(7)), "backfill": (in_days(13), in_days(14))}
    sections = list(RoadSection.objects.order_by("pk"))
    routes = [] if method == "none" else [Along(pick(sections), method, Decimal(pick((40, 80))))]
    return give_part(order, facts={"text": "方案"}, steps=steps, routes=routes, by=SYSTEM)


def seek_approval(order, pick):
    permit = order.permits.current().exclude(status__in=["granted", "recorded"]).order_by("pk").first()
    if permit is None:
        return report(order, pick, Outcome.NOT_NEEDED)
    return PERMIT_NEXT[permit.status](permit, pick)


def file_all(permit, pick):
    application = permit.application
    if permit.protected_until and not permit.way_out:
        return choose_way_out(permit, way_out=WayOut.GOVERNMENT, basis="请示", by=SYSTEM)
    if permit.filed_by == "applicant":
        return file_permits(application, by=APPLICANT, has_no_old_trees=True)
    living = application.entrustments.living().first()
    if living is None:
        return entrust(application, permit.orders.first().provider, by=SYSTEM)
    if living.status != "signed":
        return sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    return file_permits(application, provider=living.provider, by=SYSTEM, has_no_old_trees=True)


def decide(permit, pick):
    outcome = "granted" if permit.needs_decision else "recorded"
    return decide_permit(permit, outcome=outcome, decision_number="津宁审〔2026〕1号", by=SYSTEM)


def refile(permit, pick):
    return refile_permit(permit, by=SYSTEM)


PERMIT_NEXT = {"planned": file_all, "filed": decide, "accepted": decide, "refused": refile}


def dig(order, pick):
    digs = list(Dig.objects.holding(order))
    if not digs:
        return report(order, pick, Outcome.REACHED)
    to_open = next((one for one in digs if one.status == "planned"), digs[0])
    lead = to_open.parties.living().get(role="lead").order
    return open_dig(to_open, order=lead, by=SYSTEM)


def build(order, pick):
    return report(order, pick, Outcome.REACHED)


def close(order, pick):
    """Whoever in the trenches is not through gets through; then the lead closes one."""
    digs = [one for one in Dig.objects.holding(order) if one.status != "closed"]
    if not digs:
        return report(order, pick, Outcome.REACHED)
    return close_one(digs[0])


def close_one(trench):
    parties = list(trench.parties.living().select_related("order"))
    lead = next(party for party in parties if party.is_lead)
    if trench.status == "planned":
        return open_dig(trench, order=lead.order, by=SYSTEM)
    late = next((party for party in parties if not party.is_done), None)
    if late:
        return report_in_dig(trench, order=late.order, steps=DigParty.STEPS, by=SYSTEM)
    return backfill_dig(trench, order=lead.order, by=SYSTEM)


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

# What anybody may do at any time, sensible or not.


def fail(order, pick):
    return report(order, pick, Outcome.FAILED)


def say_not_needed(order, pick):
    return report(order, pick, Outcome.NOT_NEEDED)


def report_late(order, pick):
    return report(order, pick, Outcome.REACHED, back=pick((1, 30, 90)))


def pause(order, pick):
    running = running_of(order)
    reason = pick(PauseReason.values)
    return pause_milestone(running, reason=reason, basis="依据", evidence="a.jpg", by=SYSTEM)


def resume(order, pick):
    return resume_milestone(running_of(order), by=SYSTEM)


def revoke(order, pick):
    pauses = list(Span.objects.pauses().filter(milestone__order=order))
    return revoke_pause(pick(pauses), reason="不属实", by=SYSTEM)


def send_back(order, pick):
    return return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=SYSTEM)


def route_again(order, pick):
    providers = list(Provider.objects.filter(service=order.request.service, carrier=order.request.carrier))
    return assign_request(order.request, pick(providers), by=SYSTEM)


def withdraw(order, pick):
    return withdraw_request(order.request, by=APPLICANT, reason="不再需要")


def choose(order, pick):
    return choose_carrier(order.request, by=APPLICANT)


def part(order, pick):
    return split_off(order, pick(JOINT_STAGES), reason="另约", by=SYSTEM)


def join_again(order, pick):
    return rejoin(order, pick([row.stage for row in Apart.objects.open().filter(order=order)]), by=SYSTEM)


JOINT_STAGES = (
    Stage.SURVEY,
    Stage.PLAN,
    Stage.EXCAVATION,
    Stage.BACKFILL,
    Stage.ACCEPTANCE,
    Stage.CONNECTION,
)


def answer(order, pick):
    is_coming = pick(TRUTH)
    counter = {} if is_coming else {"counter_on": in_days(3), "counter_half": Half.MORNING}
    return answer_visit(order, pick(VisitKind.values), is_coming=is_coming, by=SYSTEM, **counter)


def arrange(order, pick):
    return arrange_visit(order.application, pick(VisitKind.values), by=SYSTEM)


def of_visit(verb):
    return lambda order, pick: verb(
        pick(list(order.application.visits.filter(is_joint=True, status__in=["proposed", "fixed"]))), pick
    )


def move_visit(visit, pick):
    return fix_visit(visit, on=in_days(pick((0, 1, 4))), half=Half.MORNING, by=SYSTEM)


def wish(visit, pick):
    return wish_day(visit, on=in_days(pick((3, 6))), half=Half.AFTERNOON, by=APPLICANT)


def plan_anew(order, pick):
    return draw_up(order, pick)


def say_no(order, pick):
    waiting = pick(list(Plan.objects.filter(application=order.application, parts__status="presented")))
    return return_plan(waiting, version=waiting.version, reason="费用偏高", by=APPLICANT)


def go_ahead(order, pick):
    return put_forward(
        pick(list(Plan.objects.filter(application=order.application))), reason="逾期", by=SYSTEM
    )


def of_permit(verb):
    return lambda order, pick: verb(pick(list(Permit.objects.filter(orders=order))), pick)


def refuse(permit, pick):
    return decide_permit(permit, outcome="refused", refusal_reason="材料不符", by=SYSTEM)


def stop_clock(permit, pick):
    procedure = pick(Procedure.values)
    return begin_procedure(permit, procedure=procedure, expected_days=5, notice_number="1", by=SYSTEM)


def prolong(permit, pick):
    return extend_permit(permit, days=5, approved_by="局长", notice_number="2", text="情况复杂", by=SYSTEM)


def take_over(order, pick):
    return file_oneself(order.application, by=APPLICANT)


def out_of_road(permit, pick):
    return choose_way_out(permit, way_out=pick(WayOut.values), basis="说明", by=SYSTEM)


def leave_dig(order, pick):
    return leave_trench(order, reason="工期不合", by=SYSTEM)


def share_dig(order, pick):
    return share_again(order, by=SYSTEM)


def answer_offer(order, pick):
    offer = pick(list(DigOffer.objects.open().filter(order=order)))
    return join_dig(offer, by=SYSTEM) if pick(TRUTH) else decline_dig(offer, by=SYSTEM)


def close_too_early(order, pick):
    trench = pick(list(Dig.objects.holding(order)))
    return backfill_dig(trench, order=order, by=SYSTEM)


def emergency(order, pick):
    section = pick(list(RoadSection.objects.order_by("pk")))
    return open_emergency_dig(order, section=section, cause="水管爆裂", by=SYSTEM)


def papers(order, pick):
    return bring_papers(pick(list(Dig.objects.lacking_papers())), order=order, number="1", by=SYSTEM)


def hand_to_mender(order, pick):
    running = running_of(order)
    return run_stage_verb(
        order,
        running.stage,
        outcome=Outcome.FAILED,
        occurred_at=clock.now(),
        note="整改",
        mender=Holder.APPLICANT,
        by=SYSTEM,
    )


ANY = (
    fail,
    say_not_needed,
    report_late,
    pause,
    resume,
    revoke,
    send_back,
    route_again,
    withdraw,
    choose,
    part,
    join_again,
    answer,
    arrange,
    of_visit(move_visit),
    of_visit(wish),
    of_visit(lambda visit, pick: answer_counter(visit, accepts=pick(TRUTH), by=APPLICANT)),
    of_visit(lambda visit, pick: confirm_visit(visit, by=APPLICANT)),
    of_visit(lambda visit, pick: cancel_visit(visit, reason="取消", by=SYSTEM)),
    plan_anew,
    say_no,
    go_ahead,
    of_permit(lambda permit, pick: accept_permit(permit, by=SYSTEM)),
    of_permit(refuse),
    of_permit(refile),
    of_permit(stop_clock),
    of_permit(lambda permit, pick: end_procedure(permit, by=SYSTEM)),
    of_permit(prolong),
    of_permit(out_of_road),
    take_over,
    leave_dig,
    share_dig,
    answer_offer,
    close_too_early,
    emergency,
    papers,
    hand_to_mender,
)
SWEEPS = (
    lambda: settle_others(by=SYSTEM),
    end_spent_pauses,
    watch_visits,
    look_after_offers,
    end_road_waits,
)
