"""Visits in the cases of the demo: the day is fixed, everybody comes, and what was found is written down."""

from accounts.models import User
from common import clock
from inspections.checklists import checklist_for
from inspections.models import VisitStatus
from inspections.services import confirm_visit, fix_visit
from milestones.stages import Stage
from utilities.contracts import needs_contract, sign_supply_contract

METHODS = {
    "water": "从路边 DN200 供水管接入，新建水表井一座",
    "power": "从就近环网箱出线，电缆入户",
    "gas": "从中压管网接入，设调压箱一台",
    "network": "从就近光交箱布放光缆入户",
}


def prepare(order, stage, *, by):
    """Where the order waits for a visit, its day is today; where it waits for a contract, that is signed."""
    own = order.attendances.open().filter(visit__kind=stage).select_related("visit").first()
    if own and not (own.visit.status == VisitStatus.FIXED and own.visit.on <= clock.today()):
        office = User.objects.get(username="office")
        visit = fix_visit(own.visit, on=clock.today(), half=own.visit.half, by=office)
        confirm_visit(visit, by=office, name=order.application.contact_name)
    if stage == Stage.CONNECTION and needs_contract(order):
        sign_supply_contract(order, signed_on=clock.today(), by=by)


def found_at(order, stage):
    """What the crew writes down beyond the outcome."""
    if stage == Stage.SURVEY:
        return {"method": METHODS[order.request.service], "people": [order.handler_name]}
    if stage == Stage.ACCEPTANCE:
        answers = {item.code: "yes" for item in checklist_for(order.request)}
        return {"checklist": answers, "people": [order.handler_name]}
    return {}
