"""What an order needs next, and what is said then: the usual conduct of a crew. Pure but for the clock."""

from datetime import datetime

from common import clock

from .parts import is_before_applicant, lies_on_the_table, other_part, plan_part

HANDLER, PHONE = "值班员（模拟）", "13800000000"
LOW_VOLTAGE_MOST = 160  # kW/kVA
SMALL_DEMAND = 10  # without works outside up to this
ASSESSED = 20  # where the applicant did not know
UNDER_CONTRACT = ("water", "power", "gas")
WAIT = ("", {})
AFTER_APPROVAL = ("excavation", "construction", "backfill", "acceptance", "connection")
AWAITED = ("planned", "filed", "accepted", "refused")
BY_PLAN = ("trenchless", "reroute")  # ways out of a protected road that need another plan
BASIS = "管线接入无其他路由，申请按程序批准"
IN_TRENCH = ("finished", "hidden_passed", "surveyed")
GRANTED = ("extend", "remove")  # what is wished for a temporary supply; a permanent one is a case of its own


def acknowledgement(order):
    """What is said when an order is taken in hand."""
    variant = None
    if order["service"] == "power":
        variant = "low" if amount(order) <= LOW_VOLTAGE_MOST else "high_single"
    return {
        "handler": HANDLER,
        "phone": PHONE,
        "variant": variant,
        "needs_survey": True,
        "has_outside_works": None,
    }


def stage_report(order, stage, moment):
    """What is said of a running stage: reached, or that nothing is to be planned where nothing is built outside."""
    is_unneeded = stage == "plan" and order["has_outside_works"] is False
    report = {"outcome": "not_needed" if is_unneeded else "reached", "occurred_at": moment.isoformat()}
    if stage == "survey":
        report |= {"has_outside_works": amount(order) > SMALL_DEMAND, "assessed_demand": amount(order)}
    if stage == "connection":
        report["account_number"] = "".join(filter(str.isdigit, order["number"]))[-10:]
    if stage == "acceptance":
        report |= {"checklist": {item["code"]: "yes" for item in order["checklist"]}}
    return report


def before_report(order, stage):
    """The call that must come first, and its body; ``WAIT`` while others act; None: report.

    A road others have backfilled needs permits anew, whatever stage the one who files has come to.
    """
    if stage in AFTER_APPROVAL and (first := permit_call(order)):
        return first
    if stage in BEFORE:
        return BEFORE[stage](order)
    visit = next((visit for visit in order["visits"] if visit["kind"] == stage), None)
    if visit and (first := visit_call(visit)):
        return first
    if is_with_applicant(order):
        return WAIT
    if (
        stage == "connection"
        and order["service"] in UNDER_CONTRACT
        and not order["supply_contract_signed_on"]
    ):
        return "supply-contract", {"signed_on": clock.today().isoformat()}
    return None


def visit_call(visit):
    """The answer to a joint visit; nothing can be reported before its day."""
    is_over = visit["on"] < clock.today().isoformat()
    if not visit["answer"]:  # nobody can say yes to a day that is over: the office has to
        return WAIT if is_over else (f"visits/{visit['kind']}/answer", {"is_coming": True})
    is_to_come = visit["status"] != "fixed" or visit["on"] > clock.today().isoformat()
    return WAIT if is_to_come else None


def is_with_applicant(order):
    """He has something to mend first."""
    running = running_stage(order)
    return bool(running) and running["holder"] == "applicant"


def plan_call(order):
    if not order["has_outside_works"]:
        return None
    return WAIT if lies_on_the_table(order) else ("plan", plan_part(order, clock.today()))


def approval_call(order):
    """What comes first in approval: a plan that goes another way than along a protected road, then the permits."""
    if is_before_applicant(order):
        return WAIT
    own = [permit for permit in order["permits"] if permit["is_own"]]
    for permit in own:
        if permit["status"] == "planned" and permit["way_out"] in BY_PLAN:
            return "plan", other_part(order, clock.today(), permit["way_out"])
    return permit_call(order) or (WAIT if own else None)


def building_call(order):
    """Nothing is finished before the applicant has said yes and the departments have, and all is open."""
    awaited = any(permit["is_own"] and permit["status"] in AWAITED for permit in order["permits"])
    if awaited or is_before_applicant(order):
        return WAIT
    shut = [dig for dig in order["digs"] if dig["status"] == "planned"]
    return dig_call(order, "construction", "", ("planned",)) or WAIT if shut else None


def permit_call(order):
    """What the entrusted provider does next about the permits; None: it waits for others."""
    if not is_ours_to_file(order):
        return None
    refused = next((permit for permit in order["permits"] if permit["status"] == "refused"), None)
    if refused:
        return f"permits/{refused['number']}/refile", {}
    permit = may_choose_way(order)
    if permit and not permit["way_out"]:
        return f"permits/{permit['number']}/way-out", {"way_out": "government", "basis": BASIS}
    if any(permit["may_be_filed"] for permit in order["permits"]):
        return "permits/file", {"has_no_old_trees": True}
    return None


def is_ours_to_file(order):
    filing = order["filing"]
    return bool(filing) and filing["is_yours"] and filing["is_signed"]


def may_choose_way(order):
    """The permit for a protected road that this provider has to find a way out for."""
    if not is_ours_to_file(order):
        return None
    for permit in order["permits"]:
        is_stuck = permit["status"] == "planned" and permit["protected_until"]
        if is_stuck and permit["way_out"] in ("", "wait"):
            return permit
    return None


def excavation_call(order):
    return dig_call(order, "excavation", "open", ("planned",))


def backfill_call(order):
    """Also one that it was to dig alone, after the others."""
    return dig_call(order, "backfill", "backfill", ("planned", "open"))


def dig_call(order, stage, verb, statuses):
    """What the crew does next about its trenches; the stage is reported once ``verb`` is all that is left to do."""
    if order["dig_offers"]:
        return answer_offer(order, stage)
    digs = [dig for dig in order["digs"] if dig["status"] in statuses]
    if not order["digs"] or (digs and all(dig_step(dig) == verb for dig in digs)):
        return None
    dig = next(filter(dig_step, digs), None)
    if dig is None:
        return WAIT
    step, missing = dig_step(dig), [step for step in IN_TRENCH if not dig[f"{step}_at"]]
    body = {"occurred_at": now()} | ({"steps": missing} if step == "steps" else {})
    return f"digs/{dig['id']}/{step}", body


def dig_step(dig):
    """The next call about one trench, '' while others are waited for."""
    if dig["may_open"]:
        return "open"
    is_open = dig["status"] == "open"
    if is_open and not all(dig[f"{step}_at"] for step in IN_TRENCH):
        return "steps"
    is_over = is_open and dig["is_lead"] and all(party["is_done"] for party in dig["parties"])
    return "backfill" if is_over else ""


def answer_offer(order, stage):
    """Joined as long as the own trench there is not open."""
    offer = order["dig_offers"][0]
    own = {dig["section"]["id"] for dig in order["digs"] if dig["status"] == "planned"}
    may_join = stage == "excavation" and offer["section"]["id"] in own
    verb = "join" if may_join else "decline"
    return f"dig-offers/{offer['id']}/{verb}", {}


def granted_wish(order):
    """The call that grants what is wished for a temporary supply, and its body; None: nothing to grant."""
    supply = order["temporary"] or {"wish": ""}
    if supply["wish"] not in GRANTED:
        return None
    body = {"until": supply["wished_until"]} if supply["wish"] == "extend" else {}
    return f"temporary/{supply['wish']}", body


def amount(order):
    return order["demand"] or ASSESSED


def moment_of(order):
    """Now, but never before the stage was opened by a machine whose clock is ahead."""
    running = running_stage(order)
    return max(clock.now(), datetime.fromisoformat(running["opened_at"])).astimezone(clock.LOCAL)


def running_stage(order):
    return next((row for row in order["milestones"] if row["status"] == "running"), None)


def now():
    return clock.now().astimezone(clock.LOCAL).isoformat()


BEFORE = {
    "plan": plan_call,
    "approval": approval_call,
    "excavation": excavation_call,
    "construction": building_call,
    "backfill": backfill_call,
}
