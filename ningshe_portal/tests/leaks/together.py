"""What two providers do together, each with private texts of its own: visits, plans, permits, trenches.

``ZZDCASE…`` is for one department, those whose permit it is, and the office; ``ZZPCASE…`` of another department.
"""

from datetime import date

from accounts.actors import APPLICANT
from approvals.models import Permit
from approvals.services import (
    begin_procedure,
    decide_permit,
    extend_permit,
    file_permits,
    sign_entrustment,
)
from common import clock
from common.files import full_path
from inspections.services import answer_visit, record_finding
from utilities.services import acknowledge_order
from works.models import DigOffer, Plan
from works.services.confirming import confirm_plan
from works.services.fees import agree_fee, pay_fee
from works.services.joining import join_dig
from works.services.news import tell_all_news
from works.services.parts import give_part
from works.services.steps import record_step
from works.tests.cases import DAYS, along, road

OFFICERS_DEPARTMENT = "municipal"
MARKS = {"water": "ZZA", "power": "ZZB"}
YUAN = {"ZZA": 91110000, "ZZB": 92220000}  # together 183330000: no sum tells one of them to the other


def build_together(build_case, sides, clerk, *, at):
    """A joint case from its survey to its permits, a visit nobody has agreed on, and two strangers in one trench."""
    services = list(MARKS)
    users = dict(zip(services, (side.user for side in sides), strict=True))
    wishes = {"wants_joint_survey": True, "wants_joint_works": True, "entrusts_permits": True}
    together = take_in_hand(build_case("同沟", services, clerk, **wishes), users, needs_survey=True)
    for service, order in together.items():
        answer_visit(order, "survey", is_coming=True, by=users[service], note=f"{MARKS[service]}CASE90")
    disagree(take_in_hand(build_case("同访", services, clerk, **wishes), users, needs_survey=True), users)
    meet_in_trench(build_case, users, clerk)
    at("2026-11-24 11:00")
    go_together(together, users)
    for side in sides:
        side.orders = list(side.provider.orders.order_by("pk"))


def take_in_hand(case, users, **said):
    """The orders of a case by service."""
    orders = {request.service: request.orders.get() for request in case.requests.all()}
    for service, order in orders.items():
        mark = MARKS[service]
        acknowledge_order(
            order,
            by=users[service],
            handler_name=f"{mark}CASE20",
            handler_phone=f"{mark}CASE21",
            variant="low" if service == "power" else "",
            **said,
        )
    return orders


def disagree(orders, users):
    """One cannot come and offers another day, the other would come."""
    answer_visit(
        orders["water"],
        "survey",
        is_coming=False,
        by=users["water"],
        note="ZZACASE90",
        counter_on=date(2026, 11, 26),
        counter_half="morning",
    )
    answer_visit(orders["power"], "survey", is_coming=True, by=users["power"], note="ZZBCASE90")


def meet_in_trench(build_case, users, clerk):
    """Two cases of different applicants on two sections: one trench is shared, the other offered."""
    sections = [road("并沟路"), road("邀请路")]
    for mark, service in (("ZZB", "power"), ("ZZA", "water")):
        case = build_case(mark, [service], clerk, wants_joint_works=True)
        orders = take_in_hand(case, users, needs_survey=False, has_outside_works=True)
        give(orders[service], users[service], mark, *(along(section) for section in sections))
        confirm_all(case)
    own = DigOffer.objects.filter(order=orders["water"])
    join_dig(own.get(dig__section=sections[0]), by=users["water"])
    tell_all_news()


def go_together(orders, users):
    """The joint visit takes place, the joint plan is confirmed, the permits are filed and decided."""
    for service, order in orders.items():
        find(order, users[service], MARKS[service])
    shared, alone = road("同沟路"), road("河边路", is_river=True)
    give(orders["water"], users["water"], "ZZA", along(shared), along(alone, method="jacking"))
    give(orders["power"], users["power"], "ZZB", along(shared, 60))
    case = orders["water"].application
    confirm_all(case)
    for service, order in orders.items():
        record_step(
            order, "design", by=users[service], started_on=clock.today(), note=f"{MARKS[service]}CASE99"
        )
    decide(case, users["water"])


def find(order, user, mark):
    record_finding(
        order,
        "survey",
        outcome="reached",
        occurred_at=clock.now(),
        by=user,
        note=f"{mark}CASE91",
        has_outside_works=True,
        method=f"{mark}CASE92",
        missing=f"{mark}CASE93",
        people=[f"{mark}CASE94"],
        photos=[kept(f"{mark}CASE95.jpg")],
        signature=kept(f"{mark}CASE96.png"),
    )


def give(order, user, mark, *routes):
    """A part with its costs and its drawing, and fees of which one is paid."""
    yuan = YUAN[mark]
    facts = {
        "text": f"{mark}CASE70",
        "provider_cost": yuan + 1,
        "applicant_cost": yuan + 2,
        "public_cost": yuan + 3,
        "days": 6,
        "boundary": f"{mark}CASE71",
        "safety": f"{mark}CASE72",
        "drawing": kept(f"{mark}CASE73.pdf"),
        "drawing_name": f"{mark}CASE73.pdf",
    }
    give_part(order, facts=facts, steps=DAYS, routes=list(routes), by=user)
    for kind, payer in (("works", "applicant"), ("design", "provider")):
        fee = agree_fee(
            order,
            by=user,
            kind=kind,
            amount=yuan + 4,
            payer=payer,
            payee=f"{mark}CASE74",
            basis=f"{mark}CASE75",
        )
    pay_fee(order, fee, paid_on=clock.today(), by=user, invoice=f"{mark}CASE76")


def confirm_all(case):
    for plan in Plan.objects.filter(application=case):
        confirm_plan(plan, version=plan.version, by=APPLICANT)


def decide(case, user):
    """Filed by the entrusted provider; two departments say something to both, one to the first alone."""
    entrustment = sign_entrustment(case, signed_on=clock.today(), by=APPLICANT, scan=kept("ZZACASE77.pdf"))
    file_permits(case, by=user, provider=entrustment.provider)
    permits = {permit.department.code: permit for permit in Permit.objects.filter(application=case)}
    said = {"municipal": "ZZDCASE7", "police": "ZZPCASE7", "water": "ZZACASE7"}
    for department, text in said.items():
        notify(permits[department], text)
    decided = {"by": user, "decision_number": "1", "valid_until": date(2027, 5, 1)}
    decide_permit(
        permits["municipal"],
        outcome="granted",
        conditions="ZZDCASE83",
        file=kept("ZZDCASE84.pdf"),
        **decided,
    )
    decide_permit(
        permits["water"], outcome="refused", refusal_reason="ZZACASE83", file=kept("ZZACASE84.pdf"), by=user
    )


def notify(permit, text):
    """Both written notices to the applicant."""
    begin_procedure(
        permit,
        procedure="experts",
        expected_days=5,
        notice_number=f"{text}8",
        text=f"{text}9",
        file=kept(f"{text}8.pdf"),
        by=APPLICANT,
    )
    extend_permit(
        permit,
        days=5,
        approved_by=f"{text}8",
        notice_number=f"{text}9",
        text=f"{text}8",
        file=kept(f"{text}9.pdf"),
        by=APPLICANT,
    )


def kept(name):
    """A file that is really there: whoever is given it reads its name."""
    path = f"evidence/{name}"
    full_path(path).parent.mkdir(parents=True, exist_ok=True)
    full_path(path).write_bytes(b"%PDF-1.7")
    return path
