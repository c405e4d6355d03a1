"""The people of one provider: they take each order in hand and report its stages at a human pace, by the API."""

import logging
import threading
import time
from datetime import datetime

from common import clock

from .client import Refused, Unreachable
from .parts import lies_on_the_table, plan_part

HANDLER, PHONE = "值班员（模拟）", "13800000000"
LOW_VOLTAGE_MOST = 160  # kW/kVA
SMALL_DEMAND = 10  # without works outside up to this
ASSESSED = 20  # where the applicant did not know
UNDER_CONTRACT = ("water", "power", "gas")
WAIT = ("", {})
UNNEEDED_WITHOUT_WORKS = {"plan", "approval", "excavation", "backfill"}
LIVING = ("pending", "open")
IN_TRENCH = ("finished", "hidden_passed", "surveyed")
GRANTED = ("extend", "remove")  # what is wished for a temporary supply; a permanent one is a case of its own
TICK_SECONDS = 0.1
logger = logging.getLogger(__name__)


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
    """What is said of a running stage: reached, or not needed where nothing is built outside."""
    is_unneeded = stage in UNNEEDED_WITHOUT_WORKS and order["has_outside_works"] is False
    report = {"outcome": "not_needed" if is_unneeded else "reached", "occurred_at": moment.isoformat()}
    if stage == "survey":
        report |= {"has_outside_works": amount(order) > SMALL_DEMAND, "assessed_demand": amount(order)}
    if stage == "connection":
        report["account_number"] = "".join(filter(str.isdigit, order["number"]))[-10:]
    if stage == "acceptance":
        report |= {"checklist": {item["code"]: "yes" for item in order["checklist"]}}
    return report


def before_report(order, stage):
    """The call that must come first, and its body; ``WAIT`` while others act; None: report."""
    if stage == "plan" and order["has_outside_works"]:
        return WAIT if lies_on_the_table(order) else ("plan", plan_part(order, clock.today()))
    if stage == "approval" and order["permits"]:
        return permit_call(order) or WAIT
    if stage in ("excavation", "backfill") and order["digs"]:
        return dig_call(order, stage)
    visit = next((visit for visit in order["visits"] if visit["kind"] == stage), None)
    if visit and not visit["answer"]:
        if (
            visit["on"] < clock.today().isoformat()
        ):  # nobody can say yes to a day that is over: the office has to
            return WAIT
        return f"visits/{stage}/answer", {"is_coming": True}
    if visit and (visit["status"] != "fixed" or visit["on"] > clock.today().isoformat()):
        return WAIT
    if (
        stage == "connection"
        and order["service"] in UNDER_CONTRACT
        and not order["supply_contract_signed_on"]
    ):
        return "supply-contract", {"signed_on": clock.today().isoformat()}
    return None


def permit_call(order):
    """What the entrusted provider does next about the permits; None: it waits for others."""
    if not (order["filing"]["is_yours"] and order["filing"]["is_signed"]):
        return None
    for permit in order["permits"]:
        path = f"permits/{permit['number']}"
        if permit["status"] == "refused":
            return f"{path}/refile", {}
        if permit["status"] == "planned" and permit["protected_until"] and not permit["way_out"]:
            return f"{path}/way-out", {"way_out": "government", "basis": "管线接入无其他路由，申请按程序批准"}
    if any(permit["may_be_filed"] for permit in order["permits"]):
        return "permits/file", {"has_no_old_trees": True}
    return None


def dig_call(order, stage):
    """What the crew does next about its trenches; the lead opens and closes them by reporting the stage."""
    if order["dig_offers"]:
        return f"dig-offers/{order['dig_offers'][0]['id']}/join", {}
    now = clock.now().astimezone(clock.LOCAL).isoformat()
    for dig in order["digs"] if stage == "backfill" else ():
        if dig["status"] == "planned" and dig["is_lead"]:  # it left a shared trench and digs alone
            return f"digs/{dig['id']}/open", {"occurred_at": now}
        missing = [step for step in IN_TRENCH if not dig[f"{step}_at"]]
        if dig["status"] == "open" and missing:
            return f"digs/{dig['id']}/steps", {"steps": missing, "occurred_at": now}
    is_ready = any(dig["is_lead"] and is_to_do(dig, stage) for dig in order["digs"])
    return None if is_ready else WAIT


def is_to_do(dig, stage):
    """Whether this trench may be opened, or closed, now."""
    if stage == "excavation":
        return dig["status"] == "planned"
    return dig["status"] == "open" and all(party["is_done"] for party in dig["parties"])


def granted_wish(order):
    """The call that grants what is wished for a temporary supply, and its body; None: nothing to grant."""
    supply = order["temporary"] or {"wish": ""}
    if supply["wish"] not in GRANTED:
        return None
    body = {"until": supply["wished_until"]} if supply["wish"] == "extend" else {}
    return f"temporary/{supply['wish']}", body


def amount(order):
    return order["demand"] or ASSESSED


class Crew:
    """Works through orders, one step each ``pace`` seconds, until they end; what an order needs it says itself."""

    def __init__(self, api, *, pace):
        self.api, self.pace = api, pace
        self.due = {}  # number: when to look at it next
        self.lock = threading.Lock()

    def look_at(self, number):
        with self.lock:
            self.due.setdefault(number, time.monotonic() + self.pace)

    def drop_all(self):
        with self.lock:
            self.due.clear()

    def run(self, stopped):
        while not stopped.wait(TICK_SECONDS):
            for number in self.waiting():
                self.step(number)

    def waiting(self):
        with self.lock:
            return [number for number, moment in self.due.items() if moment <= time.monotonic()]

    def step(self, number):
        """One step with one order; looked at again later unless it has ended or is not ours."""
        try:
            is_living = self.advance(self.api.get(f"orders/{number}"))
        except Unreachable as error:
            logger.info("%s: %s", number, error)
            is_living = True
        except Refused as error:
            logger.info("%s: %s", number, error)
            is_living = error.status not in (401, 404)
        with self.lock:
            if self.due.pop(number, None) and is_living:
                self.due[number] = time.monotonic() + self.pace

    def advance(self, order):
        """Do what the order needs next; whether it goes on."""
        path = f"orders/{order['number']}"
        if order["status"] == "pending":
            order = self.api.post(f"{path}/acknowledge", acknowledgement(order))
        elif order["status"] == "open" and order["stage"]:
            order = self.work_on(order, path)
        elif wish := granted_wish(order):
            call, body = wish
            self.api.post(f"{path}/{call}", body)
        return order["status"] in LIVING

    def work_on(self, order, path):
        """The next step of the stage that runs; the order afterwards."""
        stage, first = order["stage"], before_report(order, order["stage"])
        if first == WAIT:
            return order
        if first:
            call, body = first
            answer = self.api.post(f"{path}/{call}", body)
            return answer if "status" in answer else order
        return self.api.post(f"{path}/milestones/{stage}", stage_report(order, stage, self.moment(order)))[
            "order"
        ]

    @staticmethod
    def moment(order):
        """Now, but never before the stage was opened by a machine whose clock is ahead."""
        running = next(row for row in order["milestones"] if row["status"] == "running")
        return max(clock.now(), datetime.fromisoformat(running["opened_at"])).astimezone(clock.LOCAL)
