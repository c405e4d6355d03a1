"""The works of a case of the demo: a plan along one road, its permits, and a trench shared with the neighbour."""

from decimal import Decimal

from accounts.actors import APPLICANT
from accounts.models import User
from approvals.models import EntrustmentStatus
from approvals.services import file_permits, sign_entrustment
from common import clock
from common.workdays import add_workdays
from utilities.models import WorkOrder
from works.models import DigOffer, Method, Plan, Step
from works.services.confirming import confirm_plan
from works.services.joining import join_dig
from works.services.parts import Along, give_part
from works.services.sections import take_section

from ..simulator.officers import decide_filing

ROADS = {
    "120117001": {"street": "文化路", "from_point": "光明路", "to_point": "文化路 26 号", "metres": 120},
    "120117401": {"street": "四纬路", "from_point": "三经路", "to_point": "四纬路 7 号", "metres": 180},
}
SURFACE = {"surface": "asphalt", "dig_cost": 260, "road_cost": 420}
# What each provider lays: how far, why so, and who pays how much.
LAYS = {
    "water": (80, "从路边 DN200 供水管开口，埋设 DN100 球墨铸铁管至院外水表井", 36000, "水表后第一个阀门"),
    "power": (110, "从就近环网箱出线，电缆穿管敷设至用户配电室", 52000, "用户配电室进线电缆头"),
    "gas": (95, "从中压管网接入，埋设 PE 管至院外调压箱", 41000, "调压箱出口法兰"),
}
SAFETY = "与其他管线的水平、垂直净距按《城市工程管线综合规划规范》执行"
# Working days from today, first and last.
SCHEDULE = {Step.EXCAVATION: (3, 4), Step.CONSTRUCTION: (4, 7), Step.BACKFILL: (8, 8)}


def draw_plan(story, application):
    """One after the other gives its part; with the last the plan lies before the applicant."""
    steps = _schedule(story)
    for minutes, order in enumerate(_orders(application)):
        with clock.moved_to(story.at(3, 14, minutes)):
            section = take_section(order, **ROADS[story.case.town], **SURFACE)
            _give(order, section, steps)


def _give(order, section, steps):
    metres, text, cost, boundary = LAYS[order.request.service]
    days = (steps[Step.BACKFILL][1] - steps[Step.EXCAVATION][0]).days + 1
    facts = {"text": text, "provider_cost": cost, "boundary": boundary, "safety": SAFETY, "days": days}
    give_part(
        order,
        facts=facts,
        steps=steps,
        routes=[Along(section, Method.OPEN_CUT, Decimal(metres))],
        by=User.objects.get(username=order.provider.code),
    )


def _schedule(story):
    today = clock.local_date(story.present)
    return {
        step: tuple(add_workdays(today, count, story.calendar) for count in days)
        for step, days in SCHEDULE.items()
    }


def confirm(story, application):
    with clock.moved_to(story.at(4, 9)):
        for plan in Plan.objects.awaiting_applicant().filter(application=application):
            confirm_plan(plan, version=plan.version, by=APPLICANT)


def join(story, application):
    """Each order goes into the trench of the neighbour that was offered."""
    with clock.moved_to(story.at(4, 10)):
        offers = DigOffer.objects.open().filter(order__in=_orders(application))
        for offer in offers.select_related("dig__section", "order__provider", "order__request__application"):
            join_dig(offer, by=User.objects.get(username=offer.order.provider.code))


def file(story, application):
    """Signed where somebody is entrusted, and filed; the departments take it up the next day."""
    with clock.moved_to(story.at(4, 11)):
        provider = _sign(application)
        by = User.objects.get(username=provider.code) if provider else APPLICANT
        file_permits(application, by=by, provider=provider)
    _decide(application, story.at(5, 9))


def _sign(application):
    drawn_up = application.entrustments.filter(status=EntrustmentStatus.DRAWN_UP).first()
    if drawn_up is None:
        return None
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    return drawn_up.provider


def grant(story, application):
    _decide(application, story.at(6, 15))


def _decide(application, moment):
    with clock.moved_to(moment):
        for permit in application.permits.with_authority().select_related(
            "application", "type", "department"
        ):
            decide_filing(permit)


def _orders(application):
    rows = WorkOrder.objects.of_application(application)
    return rows.select_related("provider", "request__application").order_by("pk")


WORKS = {
    "draw_plan": draw_plan,
    "confirm_plan": confirm,
    "join_trench": join,
    "file_permits": file,
    "grant_permits": grant,
}
