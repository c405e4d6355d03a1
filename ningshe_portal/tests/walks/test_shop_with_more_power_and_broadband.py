"""An online shop: more power, of which it knows its account, and broadband, of which it knows nothing."""

import pytest

from applications.models import Application, Status
from applications.tests.typed_form import typed_form
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.tests.factories import ServiceAreaFactory

from . import hands, steps
from .hands import act, applicant, at_desk, at_window, in_chromium, member, order_of, staff

pytestmark = pytest.mark.django_db
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
    "wants_joint_survey": None,
}
WITHOUT_WORKS = {"outcome": "reached", "has_outside_works": "no"} | hands.WITNESSES


def crew_of(service, carrier=""):
    provider = ServiceAreaFactory(provider__service=service, provider__carrier=carrier).provider
    return member(provider, "电工", "13900000001")


def report(desk, order, stage, at, moment, **said):
    at(moment)
    at_desk(desk, order, "report", stage, occurred_at=moment.replace(" ", "T"), **said)


def finish(desk, order, at, day):
    """The stages after the survey, an hour each; without a plan nothing is permitted and nothing dug."""
    for hour, stage in enumerate(("plan", "construction", "acceptance", "connection"), 9):
        if stage == "connection":
            at_desk(desk, order, "contract", signed_on=day)
        outcome = "not_needed" if stage == "plan" else "reached"  # only the applicant reaches a plan
        found = hands.WITNESSES if stage == "acceptance" else {}
        report(desk, order, stage, at, f"{day} {hour:02}:20", outcome=outcome, **found)


@in_chromium
def test_a_shop_gets_more_power_and_broadband(at):
    demo_limits()
    (_electrician, power_crew), (unicom_staff, unicom_crew) = crew_of("power"), crew_of("network", "unicom")
    _clerk, window = staff("clerk", "王窗口")
    owner = applicant()

    # The review sums up what the expansion comes to; nothing is missing.
    at("2026-11-23 09:00")
    form = owner.get("/apply/")["Location"]
    typed = dict(typed_form(**SHOP).lists())
    review = owner.post(form, typed | {"action": "review"}).content.decode()
    assert "增加 140 千伏安（千瓦）" in review
    assert "180 千伏安（千瓦）" in review
    assert "没有填写" not in review
    owner.post(form, typed | {"action": "submit"})
    case = Application.objects.get(token=form.split("/")[2])
    at_window(window, case, "accept")
    power, unicom = order_of(case, "power"), order_of(case, "network", "unicom")

    # Low voltage is warned of and taken; nobody skips the survey of what nobody knows.
    at("2026-11-23 10:00")
    said = {"handler_name": "电工", "handler_phone": "13900000001"}
    at_desk(
        power_crew,
        power,
        "acknowledge",
        variant="low",
        needs_survey="yes",
        has_outside_works="unknown",
        **said,
    )
    order_page = power_crew.get(f"/admin/utilities/workorder/{power.pk}/change/").content.decode()
    assert "容量 180 千伏安（千瓦） 超过低压供电的一般上限 160" in order_page
    refused = act(unicom_crew, unicom, "acknowledge", needs_survey="no", has_outside_works="no", **said)
    assert "须现场踏勘核定" in refused.content.decode()
    at_desk(unicom_crew, unicom, "acknowledge", needs_survey="yes", has_outside_works="unknown", **said)
    at("2026-11-23 11:00")
    seen = WITHOUT_WORKS | {"occurred_at": "2026-11-23T11:00"}
    refused = act(unicom_crew, unicom, "report", "survey", **seen)
    assert "请填写现场核定的用量" in refused.content.decode()
    at_desk(unicom_crew, unicom, "report", "survey", assessed_demand="300", **seen)

    # He reads it in an SMS and in the case file; the power crew finds less than he asked for.
    report(power_crew, power, "survey", at, "2026-11-23 14:00", assessed_demand="100", **WITHOUT_WORKS)
    page = owner.get(f"/case/{case.number}/").content.decode()
    for text in ("核定用量 300 M", "核定用量 增加 100 千伏安（千瓦）", "增容后合计 140 千伏安（千瓦）"):
        assert text in page
    assert steps.texts_to(PHONE).count("request.assessed") == 2

    finish(power_crew, power, at, "2026-11-24")
    at("2026-11-25 12:20")
    hands.finish(unicom, by=unicom_staff)

    case.refresh_from_db()
    assert case.status == Status.FINISHED
    assert [row.assessed_demand for row in case.requests.order_by("service")] == [300, 100]
    papers = steps.papers_of(case)
    assert (papers[:3], papers[-1]) == (["form", "consent", "receipt"], "completion")
    assert steps.told(power.provider)[0] == "order.created"
    steps.check_sound(case)
