"""A whole case with everybody in it: six crews at the API, the applicant, the window, the office and the officers.

Time goes on hour by hour in office hours; whoever has something to do does it, as the demo's people do. Nobody rates.
"""

import json
from datetime import timedelta

from django.test import Client

from accounts.models import User
from accounts.tests.factories import UserFactory
from applications.tests.typed_form import network, water_alone
from common import clock
from district.services import load_calendar
from ningshe_portal.api.tests.conftest import System
from ningshe_portal.demo.limits import load_limits
from ningshe_portal.simulator import raters
from ningshe_portal.simulator.client import Refused
from ningshe_portal.simulator.crew import Crew
from ningshe_portal.simulator.people import ACTS, People
from ningshe_portal.tests.walks.hands import applicant, apply_online, at_window, order_of, staff
from utilities.models import Membership, WorkOrder
from utilities.tests.factories import MemberFactory, ProviderFactory, six_providers
from works.tasks import settle_trenches, watch_digs

FORM = network(services=["water", "power", "gas", "network"]) | {
    "network__carriers": ["mobile", "unicom", "telecom"],
    "network__demand": "200",
    "water__business": "new",
    "water__demand": "30",
    "power__business": "new",
    "power__demand": "120",
    "gas__business": "new",
    "gas__demand": "60",
}
WATER_AND_POWER = {
    "power__business": "new",
    "power__account": None,
    "power__present_amount": None,
    "power__demand": "120",
}
GAS_ALONE = water_alone(services=["gas"], water__business=None, water__demand=None, water__purposes=None) | {
    "applicant_name": "天津市宁河区丰华面业有限公司",
    "contact_name": "周桂兰",
    "contact_phone": "13820005678",
    "gas__business": "new",
    "gas__demand": "60",
}
WISHES = ("joint_survey", "joint_works", "joint_acceptance", "joint_connection")
HOURS = range(9, 17)


class Line:
    """The API as a crew uses it, without a network: answers as JSON, refusals raised."""

    def __init__(self, system):
        self.system = system

    def get(self, path, **query):
        return self.answer(self.system.get(path, **query))

    def post(self, path, body=None):
        return self.answer(self.system.post(path, body))

    @staticmethod
    def answer(response):
        if response.status_code >= 400:
            raise Refused(response.status_code, json.loads(response.content))
        return json.loads(response.content)


class World:
    """``case``: with all six orders accepted, or those of ``form``; ``crews`` by provider."""

    def __init__(self, at, *, joint, entrusts, form=FORM):
        self.at = at
        load_limits()
        self.at("2026-11-23 09:20")
        self.crews = {provider: self.hire(provider) for provider in six_providers()}
        self.people = People([act for act in ACTS if act not in raters.ACTS], pace=0)
        self.office = User.objects.create_user("office", display_name="赵统筹")
        self.officer = User.objects.create_user("permits", display_name="孙审批")
        self.owner, self.neighbour = applicant(), applicant(GAS_ALONE["contact_phone"])
        _clerk, self.window = staff("clerk", "王窗口")
        said = {f"wants_{wish}": "yes" if joint else "no" for wish in WISHES}
        said["entrusts_permits"] = "yes" if entrusts else "no"
        self.said, self.cases = said, []
        self.case = self.take_in(self.owner, **form)

    def take_in(self, browser, **form):
        """A case handed in online and accepted at the window."""
        case = apply_online(browser, **form | self.said)
        at_window(self.window, case, "accept")
        self.cases.append(case)
        return case

    def found(self, service, name):
        """Another provider with its people, to whom nothing is routed by itself."""
        provider = ProviderFactory(service=service, name=name)
        self.crews[provider] = self.hire(provider)
        return provider

    @staticmethod
    def hire(provider):
        phone = str(13_900_000_001 + Membership.objects.count())  # no key: those differ from run to run
        MemberFactory(provider=provider, user=UserFactory(roles=["provider"], phone=phone))
        return Crew(Line(System(Client(), provider)), pace=0)

    def order(self, service, carrier="", case=None):
        return order_of(case or self.case, service, carrier)

    def crew(self, order):
        return self.crews[order.provider]

    def until(self, is_reached, *, without=(), most=100):
        """Hour after hour everybody does his part, but for the orders ``without``, until ``is_reached``."""
        for _hour in range(most):
            if is_reached():
                return
            self.hour(without)
        raise AssertionError(f"not reached by {clock.now():%Y-%m-%d %H:%M}: {self.standing()}")

    def hour(self, without=()):
        now = clock.now().astimezone(clock.LOCAL) + timedelta(hours=1)
        if now.hour not in HOURS:
            day = load_calendar().next_workday(now.date() + timedelta(days=1))
            now = clock.midnight(day) + timedelta(hours=HOURS.start)
        self.at(now)
        orders = WorkOrder.objects.filter(request__application__in=self.cases).living()
        for order in orders.select_related("provider").order_by("pk"):
            if order not in without:
                self.crew(order).step(order.number)
        self.people.do_all()
        settle_trenches()
        watch_digs()

    def standing(self):
        """Where each order stands, for the message of a story that got stuck."""
        rows = self.case.milestones.filter(status="running").exclude(order=None)
        visits = [
            (
                str(visit),
                visit.status,
                visit.on.isoformat(),
                [(str(a.order), a.answer, a.result) for a in visit.attendances.all()],
            )
            for visit in self.case.visits.all()
        ]
        return [(str(row.order), row.stage, row.holder, row.is_counting) for row in rows], visits

    def running(self, order):
        milestone = order.milestones.running().first()
        return milestone and milestone.stage

    def say(self, order, path, body=None):
        """A crew says something of its own accord."""
        return self.crew(order).api.post(f"orders/{order.number}/{path}", body)


def now():
    return clock.now().astimezone(clock.LOCAL).isoformat()
