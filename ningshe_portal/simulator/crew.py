"""The people of one provider: they take each order in hand and report its stages at a human pace, by the API."""

import logging
import threading
import time
from collections import Counter

from .client import Refused, Unreachable
from .conduct import WAIT, acknowledgement, before_report, granted_wish, moment_of, stage_report
from .script import Script
from .traits import TRAITS

LIVING = ("pending", "open")
TICK_SECONDS = 0.1
LONGEST_REST = 8  # times the usual pace
MOST_REFUSALS = 5  # of one step of a trait, then it is given up and the order goes its usual way
logger = logging.getLogger(__name__)


class Crew:
    """Works through orders, one step each ``pace`` seconds, until they end; what an order needs it says itself.

    Where nothing is to be done it looks again later and later, unless a push says that something has happened.
    ``script``: the traits of the orders; without it every order goes the usual way.
    """

    def __init__(self, api, *, pace, script=None):
        self.api, self.pace = api, pace
        self.script = script or Script()
        self.due = {}  # number: when to look at it next
        self.idle = Counter()  # how often in a row there was nothing to do
        self.places, self.refusals = Counter(), Counter()  # by order and trait
        self.lock = threading.Lock()

    def look_at(self, number):
        with self.lock:
            self.due.setdefault(number, time.monotonic() + self.pace)

    def wake(self, number):
        """Something has happened to an order in hand: it is looked at soon."""
        with self.lock:
            self.idle.pop(number, None)
            if number in self.due:
                self.due[number] = min(self.due[number], time.monotonic() + self.pace)

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
                self.due[number] = time.monotonic() + self.pace * min(2 ** self.idle[number], LONGEST_REST)

    def advance(self, order):
        """Do what the order needs next; whether it goes on."""
        path = f"orders/{order['number']}"
        if self.play(order):
            return True
        if order["status"] == "pending":
            order = self.api.post(f"{path}/acknowledge", acknowledgement(order))
        elif order["status"] == "open" and order["stage"]:
            order = self.work_on(order, path)
        elif wish := granted_wish(order):
            call, body = wish
            self.api.post(f"{path}/{call}", body)
        return order["status"] in LIVING

    def play(self, order):
        """The next step of a trait of this order, where its moment has come; whether there was one."""
        for code in self.script.traits_of(order["number"]):
            key = order["number"], code
            step = next(iter(TRAITS[code].steps[self.places[key] :]), None)
            if step and step.when(order):
                self.try_step(key, step, order)
                return True
        return False

    def try_step(self, key, step, order):
        """What the portal refuses again and again is given up; the order goes on."""
        try:
            step.act(self.api, order)
        except Refused as error:
            self.refusals[key] += 1
            logger.warning("%s %s: %s", *key, error)
            if self.refusals[key] >= MOST_REFUSALS:
                self.places[key] = len(TRAITS[key[1]].steps)
        else:
            self.places[key] += 1

    def work_on(self, order, path):
        """The next step of the stage that runs; the order afterwards."""
        stage, first = order["stage"], before_report(order, order["stage"])
        if first == WAIT:
            self.idle[order["number"]] += 1
            return order
        self.idle.pop(order["number"], None)
        if first:
            call, body = first
            answer = self.api.post(f"{path}/{call}", body)
            return answer if "status" in answer else order
        report = stage_report(order, stage, moment_of(order))
        return self.api.post(f"{path}/milestones/{stage}", report)["order"]
