"""Water for a building site: until a day, reminded of, prolonged, and in the end replaced by a supply for good."""

from datetime import date, datetime, timedelta

import pytest

from applications.models import FollowUp, Status
from applications.temporary import watch_temporary
from applications.tests.typed_form import water_alone
from common import clock
from milestones.services import report_stage
from milestones.stages import REPORTED
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import ServiceAreaFactory

from . import steps
from .hands import applicant, apply_online, at_desk, at_window, hand_in, in_chromium, member, order_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    demo_limits()
    return ServiceAreaFactory(provider__service="water", provider__name="宁河供水").provider


def connect(case, *, by, at):
    """Every stage reported in turn, an hour after the other, from ``at`` on."""
    order = WorkOrder.objects.get(request__application=case)
    with clock.moved_to(at):
        acknowledge_order(order, by=by, handler_name="刘工", needs_survey=True)
    for hour, stage in enumerate(REPORTED, 1):
        with clock.moved_to(at + timedelta(hours=hour)):
            report_stage(
                order,
                stage,
                outcome="reached",
                occurred_at=clock.now(),
                by=by,
                has_outside_works=False if stage == "survey" else None,
            )
    case.refresh_from_db()


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


@in_chromium
def test_temporary_water_ends_in_a_permanent_supply(water, at):
    crew, desk = member(water, "刘工", "13900001111")
    _clerk, window = staff("clerk", "王窗口")
    browser = applicant()

    at("2026-11-23 09:00")
    days = {"water__temporary_from": "2026-12-01", "water__temporary_to": "2027-03-31"}
    case = apply_online(browser, **water_alone(water__business="temporary", **days))
    at_window(window, case, "accept")
    connect(case, by=crew, at=moment("2026-11-24 08:00"))

    follow_up = FollowUp.objects.get(request__application=case)
    assert (case.status, follow_up.until) == (Status.FINISHED, date(2027, 3, 31))
    steps.check_sound(case)

    # Thirty days before the end he is reminded, and asks for more time; the crew agrees to less.
    at("2027-03-01 10:00")
    watch_temporary()
    watch_temporary()
    browser.post(f"/case/{case.number}/water/temporary/", {"wish": "extend", "until": "2027-12-31"})
    order = order_of(case, "water")
    at_desk(desk, order, "extend", until="2027-06-30")
    assert "临时用水用电已延期" in desk.get(f"/admin/utilities/workorder/{order.pk}/change/").content.decode()
    follow_up.refresh_from_db()
    assert (follow_up.until, follow_up.wish) == (date(2027, 6, 30), "")

    # The new end is told anew; once it has passed, everybody is.
    at("2027-05-31 10:00")
    watch_temporary()
    at("2027-07-01 10:00")
    watch_temporary()
    assert [kind for kind in steps.texts_to(PHONE) if kind.startswith("temporary.")] == [
        "temporary.due_soon",
        "temporary.extended",
        "temporary.due_soon",
        "temporary.overdue",
    ]

    # He wants it for good: a linked form that knows him, whose connection ends the temporary supply.
    answer = browser.post(f"/case/{case.number}/water/temporary/", {"wish": "permanent"})
    permanent = hand_in(browser, answer["Location"], **water_alone())
    assert permanent.linked_to == case
    assert permanent.number in browser.get(f"/case/{case.number}/").content.decode()
    at_window(window, permanent, "accept")
    connect(permanent, by=crew, at=moment("2027-07-02 08:00"))

    follow_up.refresh_from_db()
    assert (permanent.status, follow_up.status) == (Status.FINISHED, "permanent")
    assert FollowUp.objects.count() == 1
    steps.check_sound(permanent)
    verbs = case.events.filter(verb__startswith="temporary.").values_list("verb", flat=True)
    assert list(verbs) == [
        "temporary.begun",
        "temporary.due_soon",
        "temporary.wished",
        "temporary.extended",
        "temporary.due_soon",
        "temporary.overdue",
        "temporary.wished",
        "temporary.permanent",
    ]
    assert steps.papers_of(case) == ["form", "consent", "receipt", "completion"]
    # What the crew did itself it is not told; the wishes, the reminders and the second supply it is.
    assert steps.told(water).count("order.amended") == 5
