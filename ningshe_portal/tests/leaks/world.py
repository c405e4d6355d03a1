"""Two providers side by side, every private field with a text found nowhere else.

``ZZA…`` belongs to the first, ``ZZB…`` to the second; ``…CASE…`` is of a case, ``…SETUP…`` of the company.
``ZZWCASE…`` is between applicant and window, ``ZZTCASE…`` for those who answer complaints.
"""

from dataclasses import dataclass
from datetime import date

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Call, Waiting
from applications.services import (
    accept_application,
    hand_on_material,
    note_paper,
    record_contact_attempt,
    reveal,
    submit_application,
    withdraw_application,
    write_note,
)
from applications.tests.factories import DraftFactory, ServiceRequestFactory
from inspections.services import record_finding
from milestones.models import Alert
from milestones.services import (
    allow_pause,
    object_to_pause,
    pause_milestone,
    resume_milestone,
    revoke_pause,
    uphold_pause,
)
from outbox.models import Endpoint
from oversight.models import Complaint
from oversight.services import (
    agree_duty,
    answer_complaint,
    file_complaint,
    list_subjects,
    log_call,
    rate_case,
    record_inspection,
    record_meeting,
)
from utilities.account_numbers import note_account
from utilities.models import Membership, Provider, ServiceArea
from utilities.order_papers import ask_for_paper
from utilities.services import acknowledge_order, assign_request, issue_api_key, return_order

from .together import build_together

TODAY = date(2026, 11, 23)


@dataclass
class Side:
    """One provider: its user, its orders, and the key of its own system."""

    provider: Provider
    user: object
    orders: list
    api_key: str


def build_world(*, at):
    """Both sides, with a case of their own, one they share, and one that changed hands."""
    at("2026-11-23 09:00")
    clerk = UserFactory(roles=["clerk"], is_staff=True, display_name="窗口")
    first = build_provider("ZZA", "water")
    second = build_provider("ZZB", "power")
    cases = [
        build_case("ZZA", ["water"], clerk),
        build_case("ZZB", ["power"], clerk),
        build_case("共用", ["water", "power"], clerk),
    ]
    sides = [first, second]
    for side, mark in zip(sides, ("ZZA", "ZZB"), strict=True):
        side.orders = list(side.provider.orders.order_by("pk"))
        for order in side.orders:
            work_on(order, mark, by=side.user)
    hand_over(first, clerk, at=at)
    write_between(cases[2], clerk)
    watch_over(sides, clerk)
    build_together(build_case, sides, clerk, at=at)
    return sides, cases


def build_provider(mark, service):
    endpoint = Endpoint.objects.create(
        kind="provider", name=f"{mark}SETUP1", url=f"https://{mark}setup2.example.com/hook".lower()
    )
    provider = Provider.objects.create(
        code=f"works-{mark[-1]}".lower(),  # part of an address, which every page repeats
        name=f"{mark}SETUP4",
        service=service,
        hotline=f"{mark}SETUP5",
        endpoint=endpoint,
    )
    user = UserFactory(
        username=mark.lower(),
        roles=["provider"],
        is_staff=True,
        display_name=f"{mark}SETUP6",
        phone="13900000000",
    )
    Membership.objects.create(user=user, provider=provider)
    ServiceArea.objects.create(service=service, town=DraftFactory().town, provider=provider)
    _row, api_key = issue_api_key(provider, label=f"{mark}SETUP7", by=user)
    return Side(provider, user, [], api_key)


def build_case(mark, services, clerk, **wishes):
    text = f"{mark}CASE" if mark.startswith("ZZ") else mark
    phone = {"ZZA": "13811110001", "ZZB": "13822220002"}.get(mark, "13833330003")
    application = DraftFactory(
        applicant_name=f"{text}1",
        address=f"{text}2",
        contact_name=f"{text}3",
        contact_phone=phone,
        agent_name=f"{text}4",
        agent_phone=phone,
        credit_code=f"{text}5",
        project_code=f"{text}6",
        id_number=f"{text}7",
        extras={"remark": f"{text}8", "second_phone": phone},
        **wishes,
    )
    for service in services:
        ServiceRequestFactory(application=application, service=service, extras={"account": f"{text}9"})
    submit_application(application, receivers=[], by=APPLICANT)
    accept_application(application, by=clerk)
    reveal(application, "phone", by=clerk)
    paper = note_paper(application, "identity", medium="original", copies=1, pages=1, by=clerk)
    hand_on_material(paper, to=f"{text}10", by=clerk)
    look_for(application, text, by=clerk)
    return application


def look_for(application, text, *, by):
    """What the counter keeps of reaching an applicant, and of what he waits for."""
    record_contact_attempt(
        application, way="phone", at=application.submitted_at, is_reached=False, note=f"{text}13", by=by
    )
    Call.objects.create(application=application, kind="x", text=f"{text}11", key=f"x:{application.number}")
    Waiting.objects.create(application=application, town=application.town, service="gas")


def work_on(order, mark, *, by):
    """Acknowledge, survey, pause: what a provider writes on an order is nobody else's."""
    variant = "low" if order.request.service == "power" else ""
    acknowledge_order(
        order,
        by=by,
        handler_name=f"{mark}CASE20",
        handler_phone=f"{mark}CASE21",
        variant=variant,
        needs_survey=True,
    )
    record_finding(
        order,
        "survey",
        outcome="reached",
        occurred_at=order.acknowledged_at,
        by=by,
        note=f"{mark}CASE22",
        photos=[f"evidence/{mark}CASE23.jpg"],
        has_outside_works=True,
        method=f"{mark}CASE35",
        missing=f"{mark}CASE36",
        people=[f"{mark}CASE37"],
    )
    ask_for_paper(order, paper=f"{mark}CASE29", detail="", by=by)
    running = order.milestones.get(status="running")
    pause = pause_milestone(
        running, reason="applicant_site", basis=f"{mark}CASE24", by=by, evidence=f"evidence/{mark}CASE25.pdf"
    )
    object_to_pause(pause, text=f"{mark}CASE31", by=APPLICANT)
    uphold_pause(pause, reason=f"{mark}CASE32", by=by)
    allow_pause(pause, until=date(2027, 3, 1), reason=f"{mark}CASE33", by=by)
    resume_milestone(running, by=by)
    revoke_pause(pause, reason=f"{mark}CASE34", by=by)
    pause_milestone(running, reason="force_majeure", basis=f"{mark}CASE24", by=by, evidence="evidence/a.pdf")
    write_about(order, mark, by=by)
    Alert.objects.create(milestone=running, level="overdue", due_on="2026-11-20")


def write_about(order, mark, *, by):
    """Messages and an urging about the work of one provider."""
    case, said = order.application, {"request": order.request}
    write_note(case, body=f"{mark}CASE26", by=APPLICANT, **said)
    write_note(case, body=f"{mark}CASE27", by=by, for_provider=mark, audience="staff", **said)
    Complaint.objects.create(
        kind="urge",
        number=f"CB{order.pk}",
        application=case,
        text=f"{mark}CASE28",
        actor_kind="applicant",
        actor_name="申请人",
        due_on="2026-11-24",
        **said,
    )


def write_between(case, clerk):
    """What is no provider's: messages of applicant and window, and complaints about both of them."""
    write_note(case, body="ZZWCASE60", by=APPLICANT)
    write_note(case, body="ZZWCASE61", by=clerk, audience="staff")
    for request in case.requests.all():
        complaint = file_complaint(case, kind="complaint", text="ZZTCASE62", request=request, by=APPLICANT)
        answer_complaint(complaint, answer="ZZTCASE63", by=clerk)


def watch_over(sides, clerk):
    """A case of the first that was rated badly by somebody without a name; a meeting, and an inspection of each.

    What the rater says to the office and what the minutes say is for those above alone.
    """
    rate_badly(build_case("ZZA", ["water"], clerk), sides[0], clerk)
    meeting = record_meeting(
        held_on=TODAY, place="ZZTCASE83", present="ZZTCASE84", minutes="ZZTCASE85", cases=[], by=clerk
    )
    for side, mark in zip(sides, ("ZZA", "ZZB"), strict=True):
        owner = {"owner": "provider", "provider": side.provider}
        agree_duty(meeting, text=f"{mark}CASE86", due_on=TODAY, by=clerk, **owner)
        record_inspection(
            inspected_on=TODAY,
            provider=side.provider,
            inspectors="督办员",
            findings=f"{mark}CASE87",
            photos=[f"evidence/{mark}CASE88.jpg"],
            demand=f"{mark}CASE89",
            due_on=TODAY,
            by=clerk,
        )


def rate_badly(case, side, clerk):
    order = case.requests.get().orders.get()
    acknowledge_order(order, by=side.user, handler_name="刘工", handler_phone="", needs_survey=True)
    note_account(order, account_number="ZZACASE80", by=side.user)
    side.orders.append(order)
    withdraw_application(case, reason="不办了", by=APPLICANT)
    case.refresh_from_db()
    given = [(one, 1, "" if one.provider else "ZZTCASE81") for one in list_subjects(case)]
    rate_case(case, given, is_named=False, channel="link", by=APPLICANT)
    for duty in case.duties.all():
        log_call(duty, is_reached=True, said="ZZTCASE82", by=clerk)


def hand_over(first, clerk, *, at):
    """An order the first gave back, now in the hands of a third: its words stay with the first."""
    order = build_case("易手", ["water"], clerk).requests.get().orders.get()
    return_order(order, reason="other", detail="ZZACASE30", by=first.user)
    first.orders.append(order)
    at("2026-11-23 10:00")
    third = Provider.objects.create(code="third", name="ZZBSETUP40", service="water")
    again = assign_request(order.request, third, by=clerk)
    acknowledge_order(again, by=clerk, handler_name="ZZBCASE41", handler_phone="ZZBCASE42", needs_survey=True)
