"""The handler of an order and the first-contact clerk go on leave; alerts and messages follow who is there."""

import pytest

from applications.models import Status
from applications.terms import keep_terms
from applications.tests.typed_form import water_alone
from milestones.alerts import raise_alerts
from milestones.tests.factories import demo_limits
from outbox.models import Message
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .hands import (
    acknowledge,
    applicant,
    apply_online,
    at_desk,
    at_window,
    finish,
    in_chromium,
    member,
    order_of,
    staff,
)
from .steps import check_sound

pytestmark = pytest.mark.django_db
LEAVE = "/admin/utilities/workorder/leave/"


def alerted():
    found = Message.objects.filter(channel="sms", kind__startswith="milestone.").order_by("pk")
    return list(found.values_list("kind", "recipient"))


@in_chromium
def test_a_handler_goes_on_leave_and_nothing_waits_for_him(at):
    demo_limits()
    company = ServiceAreaFactory(provider=ProviderFactory(service="water", endpoint=None)).provider
    zhou, zhou_desk = member(company, "周工", "13900001111")
    sun, sun_desk = member(company, "孙工", "13900002222")
    wu, _wu_desk = member(company, "吴工", "13900003333", role="B")
    wang, window = staff("clerk", "王窗口", "13800020001")
    chen, _chen_window = staff("clerk", "陈窗口", "13800020002")

    at("2026-11-23 09:20")
    case = apply_online(applicant(), **water_alone())
    at("2026-11-23 10:00")
    at_window(window, case, "accept")
    order = order_of(case, "water")
    acknowledge(zhou_desk, order, "周工", "13900001111")
    assert (order.handler, case.clerk) == (zhou, wang)

    # SURVEY is due on Wednesday; he is away from Tuesday to Wednesday, so A hears of it in his place.
    own = zhou.memberships.get()
    zhou_desk.post(LEAVE, {"member": own.pk, "away_from": "2026-11-24", "away_to": "2026-11-25"})
    assert "2026-11-24 起请假" in sun_desk.get(LEAVE).content.decode()
    at("2026-11-25 09:10")
    raise_alerts()
    assert alerted() == [("milestone.due_soon", "13900002222")]

    # The whole work is passed on to her; the applicant sees her name and number.
    at("2026-11-25 10:00")
    at_desk(sun_desk, order, "hand-over", to=sun.memberships.get().pk)
    page = applicant().get(f"/case/{case.number}/").content.decode()
    assert "孙工" in page and "13900002222" in page
    assert "周工 → 孙工 13900002222" in page

    # The clerk is on leave until Thursday; his cases are the colleague's for so long.
    window.post(
        "/window/hand-over/", {"taker": chen.pk, "reason": "休假", "until": "2026-11-26", "case": case.number}
    )
    case.refresh_from_db()
    assert case.clerk == chen
    at("2026-11-26 09:10")
    raise_alerts()
    assert alerted()[1:] == [("milestone.overdue", "13900002222")]
    at("2026-11-27 00:15")
    keep_terms()
    case.refresh_from_db()
    assert case.clerk == wang

    # Both A are away: B hears of it.
    for browser, user in ((zhou_desk, zhou), (sun_desk, sun)):
        browser.post(LEAVE, {"member": user.memberships.get().pk, "away_from": "2026-11-27", "away_to": ""})
    at("2026-11-27 10:00")
    at_window(
        window, case, "change-contact", contact_name="赵敏", contact_phone="13920009999", proof="identity"
    )
    assert Message.objects.get(kind="order.amended").recipient == wu.phone

    finish(order, by=wu)
    check_sound(case)
    assert case.status == Status.FINISHED
    row = case.hand_overs.get()
    assert (row.giver, row.taker, row.ended_at) == (wang, chen, at("2026-11-27 00:15"))
