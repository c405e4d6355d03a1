"""An online shop: more power, of which it knows its account, and broadband, of which it knows nothing."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.tests.typed_form import typed_form
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE, sign_in_phone
from utilities.models import WorkOrder
from utilities.tests.factories import MemberFactory, ServiceAreaFactory

from . import steps

pytestmark = pytest.mark.django_db
TOKEN = "6d1f6f0e-52c6-4d0c-9a9e-000000000002"
SHOP = {
    "applicant_name": "天津宁津电子商务有限公司",
    "services": ["power", "network"],
    "water__business": None,
    "water__demand": None,
    "water__purposes": None,
    "power__demand": "140",
    "network__business": "new",
    "network__signals": ["broadband"],
    "network__unknown": "yes",
    "network__carriers": ["unicom"],
}
WITHOUT_WORKS = {"outcome": "reached", "has_outside_works": "no"}


def crew_of(service, carrier=""):
    provider = ServiceAreaFactory(provider__service=service, provider__carrier=carrier).provider
    return MemberFactory(provider=provider, user=UserFactory(roles=["provider"], is_staff=True)).user


def act(client, order, name, stage="", **said):
    if stage:
        address = reverse("admin:utilities_workorder_act_on_stage", args=[order.pk, name, stage])
    else:
        address = reverse("admin:utilities_workorder_act", args=[order.pk, name])
    return client.post(address, said)


def report(client, order, stage, at, moment, **said):
    at(moment)
    return act(client, order, "report", stage, occurred_at=moment.replace(" ", "T"), **said)


def finish(client, order, at, day):
    """The stages after the survey, an hour each."""
    for hour, stage in enumerate(("plan", "construction", "acceptance", "connection"), 9):
        for skipped in {"plan": (), "construction": ("approval", "excavation")}.get(stage, ()):
            report(client, order, skipped, at, f"{day} {hour:02}:10", outcome="not_needed")
        if stage == "acceptance":
            report(client, order, "backfill", at, f"{day} {hour:02}:10", outcome="not_needed")
        report(client, order, stage, at, f"{day} {hour:02}:20", outcome="reached")


def test_a_shop_gets_more_power_and_broadband(client, at):
    demo_limits()
    power_crew, unicom_crew = crew_of("power"), crew_of("network", "unicom")
    clerk = UserFactory(roles=["clerk"])

    # The review sums up what the expansion comes to; nothing is missing.
    at("2026-11-23 09:00")
    data = dict(typed_form(**SHOP).lists())
    review = client.post(f"/apply/{TOKEN}/", data | {"action": "review"}).content.decode()
    assert "增加 140 千伏安（千瓦）" in review
    assert "180 千伏安（千瓦）" in review
    assert "没有填写" not in review
    client.post(f"/apply/{TOKEN}/", data | {"action": "submit"})
    case = Application.objects.get(token=TOKEN)
    client.force_login(clerk)
    client.post(f"/window/{case.number}/accept/")
    power, unicom = WorkOrder.objects.order_by("number").reverse()
    assert (power.request.service, unicom.request.service) == ("power", "network")

    # Low voltage is warned of and taken; nobody skips the survey of what nobody knows.
    at("2026-11-23 10:00")
    client.force_login(power_crew)
    said = {"handler_name": "电工", "handler_phone": "13900000001"}
    act(client, power, "acknowledge", variant="low", needs_survey="yes", has_outside_works="unknown", **said)
    order_page = client.get(reverse("admin:utilities_workorder_change", args=[power.pk])).content.decode()
    assert "容量 180 千伏安（千瓦） 超过低压供电的一般上限 160" in order_page
    client.force_login(unicom_crew)
    refused = act(client, unicom, "acknowledge", needs_survey="no", has_outside_works="no", **said)
    assert "须现场踏勘核定" in refused.content.decode()
    act(client, unicom, "acknowledge", needs_survey="yes", has_outside_works="unknown", **said)
    refused = report(client, unicom, "survey", at, "2026-11-23 11:00", **WITHOUT_WORKS)
    assert "请填写现场核定的用量" in refused.content.decode()
    report(client, unicom, "survey", at, "2026-11-23 11:00", assessed_demand="300", **WITHOUT_WORKS)

    # He reads it in an SMS and in the case file; the power crew finds less than he asked for.
    client.force_login(power_crew)
    report(client, power, "survey", at, "2026-11-23 14:00", assessed_demand="100", **WITHOUT_WORKS)
    client.logout()
    sign_in_phone(client, PHONE)
    page = client.get(f"/case/{case.number}/").content.decode()
    for text in ("核定用量 300 M", "核定用量 增加 100 千伏安（千瓦）", "增容后合计 140 千伏安（千瓦）"):
        assert text in page
    assert steps.texts_to(PHONE).count("request.assessed") == 2

    client.logout()
    client.force_login(power_crew)
    finish(client, power, at, "2026-11-24")
    client.force_login(unicom_crew)
    finish(client, unicom, at, "2026-11-25")

    case.refresh_from_db()
    assert case.status == Status.FINISHED
    assert [row.assessed_demand for row in case.requests.order_by("service")] == [300, 100]
    assert steps.papers_of(case) == ["form", "consent", "receipt"]
    assert steps.told(power.provider)[0] == "order.created"
    steps.check_sound(case)
