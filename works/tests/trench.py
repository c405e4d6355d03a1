"""Cases whose trenches are planned or open, made by the real verbs."""

from accounts.actors import APPLICANT, SYSTEM
from common import clock
from milestones.models import Outcome
from milestones.services import report_stage
from milestones.stages import Stage
from works.models import Dig, DigParty
from works.services.confirming import confirm_plan
from works.services.digging import open_dig
from works.services.trenches import report_in_dig

from .cases import give_all, orders_of, planned_case


def dug_case(*routes, services=("water", "power"), joint=True):
    """The plan is confirmed, every APPROVAL granted: EXCAVATION runs for each order."""
    application = planned_case(services, joint=joint)
    for plan in give_all(application, *routes):
        confirm_plan(plan, version=plan.version, by=APPLICANT)
    for order in orders_of(application).values():
        order.permits.update(status="granted")  # as if each department had decided
        reach(order, Stage.APPROVAL)
    return application


def reach(order, stage):
    order.refresh_from_db()
    report_stage(order, stage, outcome=Outcome.REACHED, occurred_at=clock.now(), by=SYSTEM)


def stage(order, name):
    return order.milestones.get(stage=name)


def parties(dig):
    return {str(party.order.request.service): party.role for party in dig.parties.living()}


def opened(application):
    """The one trench of the case, opened by its lead."""
    dig = Dig.objects.of_application(application).get()
    return open_dig(dig, order=lead_of(dig), by=SYSTEM)


def lead_of(dig):
    return dig.parties.living().get(role="lead").order


def get_through(dig, order):
    """All that a party has to do in the trench."""
    reach(order, Stage.CONSTRUCTION)
    return report_in_dig(dig, order=order, steps=DigParty.STEPS, by=SYSTEM)
