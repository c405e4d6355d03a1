"""The trenches on the page of an order: what is to do now, and strangers without a name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actors import SYSTEM
from common import clock
from district.models import Town
from milestones.stages import Stage
from ningshe_portal.pages.deadlines import day_text
from ningshe_portal.pages.digs import DigView
from works.models import Dig, DigOffer, DigParty, RoadSection
from works.protected import with_backfill
from works.protection import protection_of
from works.services.emergencies import open_emergency_dig
from works.services.joining import join_dig
from works.services.trenches import report_in_dig
from works.tests.cases import orders_of
from works.tests.trench import dug_case, get_through, opened, reach

from .conftest import page_of

MINUTE = "%Y-%m-%dT%H:%M"


@pytest.fixture(autouse=True)
def on_friday(at, db):
    at("2026-11-27 10:00")


@pytest.fixture
def case(dug):
    return dug


@pytest.fixture
def water(case):
    return orders_of(case)["water"]


def titles(client, order):
    return [str(button["title"]) for button in client.get(page_of(order)).context["buttons"]]


def act(client, order, name, **fields):
    url = reverse("admin:utilities_workorder_act", args=[order.pk, name])
    return client.post(url, fields, follow=True)


def now():
    return clock.now().astimezone(clock.LOCAL).strftime(MINUTE)


def test_the_lead_opens_and_reports(enter, water):
    crew, dig = enter(water), Dig.objects.get()
    assert "沟槽开挖" in titles(crew, water)

    act(crew, water, "dig-open", dig=dig.pk, at=now())
    dig.refresh_from_db()
    assert dig.status == "open"
    assert "沟槽开挖" not in titles(crew, water)

    act(crew, water, "dig-report", dig=dig.pk, at=now(), steps=["finished_at", "surveyed_at"])
    assert dig.parties.get(order=water).missing == ["隐蔽工程验收合格"]


def test_a_partner_has_no_button_to_open(enter, case):
    power = orders_of(case)["power"]

    assert "沟槽开挖" not in titles(enter(power), power)


def test_two_trenches_on_one_section_are_told_apart_with_what_was_reported(enter, case, water):
    dig = opened(case)
    emergency = open_emergency_dig(water, section=dig.section, cause="爆管", by=SYSTEM)
    report_in_dig(dig, order=water, steps=["surveyed_at"], by=SYSTEM)

    form = (
        enter(water)
        .get(reverse("admin:utilities_workorder_act", args=[water.pk, "dig-report"]))
        .context["form"]
    )

    labels = {key: label.removeprefix(str(dig.section)) for key, label in form.fields["dig"].choices}
    assert labels == {
        str(dig.pk): " · 2026-11-27 开挖 · 已登记：竣工测量完成",
        str(emergency.pk): " · 应急抢修开挖 · 2026-11-27 开挖",
    }


def test_the_trench_names_the_day_it_was_opened(enter, water):
    crew, dig = enter(water), Dig.objects.get()

    act(crew, water, "dig-open", dig=dig.pk, at=now())

    assert DigView(Dig.objects.get()).moments == [("开挖", day_text(clock.today()))]


def test_backfill_is_offered_once_everybody_is_through(enter, case, water):
    from works.tasks import settle_trenches

    dig = opened(case)
    settle_trenches()
    get_through(dig, water)
    crew = enter(water)
    assert "沟槽回填" not in titles(crew, water)

    get_through(dig, orders_of(case)["power"])
    act(crew, water, "dig-close", dig=dig.pk, at=now())

    dig.refresh_from_db()
    assert dig.status == "closed"


def test_who_leaves_is_told_who_digs_then(enter, water):
    form = enter(water).get(reverse("admin:utilities_workorder_act", args=[water.pk, "dig-leave"]))

    assert "改由沟内长度最长的单位牵头" in form.content.decode()


def test_who_left_an_open_trench_is_led_to_his_own(enter, case, water):
    from works.tasks import settle_trenches

    opened(case)
    settle_trenches()
    crew = enter(water)
    act(crew, water, "dig-leave", reason="工期不合")

    buttons = crew.get(page_of(water)).context["buttons"]
    seldom = [str(button["title"]) for button in buttons if button["is_seldom"]]
    assert str(buttons[0]["title"]) == "沟槽开挖"
    assert "上报结果" in seldom

    act(crew, water, "dig-open", dig=water.dig_parties.living().get().dig_id, at=now())
    assert str(crew.get(page_of(water)).context["buttons"][0]["title"]) == "上报结果"


def test_who_has_built_leaves_no_more(enter, case, water):
    dig, crew = opened(case), enter(water)
    assert "退出联合开挖" in titles(crew, water)
    reach(water, Stage.CONSTRUCTION)
    assert "退出联合开挖" not in titles(crew, water)

    answer = act(crew, water, "dig-leave", reason="工期不合")

    assert answer.status_code in (200, 302)
    assert dig.parties.living().filter(order=water).exists()


def test_one_leaves_and_joins_again(enter, water):
    crew = enter(water)
    act(crew, water, "dig-leave", reason="工期不合")
    assert Dig.objects.living().count() == 2
    assert "恢复联合开挖" in titles(crew, water)

    act(crew, water, "dig-rejoin")
    assert Dig.objects.living().count() == 1


def test_a_stranger_in_the_trench_has_a_name_but_no_case(enter, case, water):
    later = dug_case(services=("gas",))
    gas = orders_of(later)["gas"]
    crew = enter(gas)
    page = crew.get(page_of(gas)).content.decode()
    assert str(water.provider) in page
    assert case.number not in page

    act(crew, gas, "dig-join", offer=DigOffer.objects.get().pk)
    page = crew.get(page_of(gas)).content.decode()
    assert str(water.provider) in page
    assert case.number not in page
    assert case.applicant_name not in page or case.applicant_name == later.applicant_name


def test_before_opening_it_is_said_who_stays_out_and_whether_he_is_of_another_case(enter, water, case):
    neighbour = orders_of(dug_case(services=("gas",)))["gas"]
    join_dig(DigOffer.objects.get(), by=SYSTEM)
    for lacking in (neighbour, orders_of(case)["power"]):
        lacking.milestones.filter(stage="excavation").update(status="pending")
    url = reverse("admin:utilities_workorder_act", args=[water.pk, "dig-open"])

    page = enter(water).get(url).content.decode()

    assert f"{orders_of(case)['power'].provider}、另一办件的{neighbour.provider}的审批尚未办结" in page


def test_an_emergency_asks_for_its_papers(enter, water):
    crew = enter(water)
    act(crew, water, "dig-emergency", section=Dig.objects.get().section_id, cause="水管爆裂", at=now())
    emergency = Dig.objects.get(kind="emergency")
    assert "补办应急开挖手续" in titles(crew, water)

    act(crew, water, "dig-papers", dig=emergency.pk, number="津宁挖〔2026〕12号")

    emergency.refresh_from_db()
    assert emergency.papers_number == "津宁挖〔2026〕12号"


NEW = {
    "street": "晨曦路",
    "from_point": "幸福道",
    "to_point": "团结道",
    "section_metres": "6",
    "surface": "earth",
}


def test_an_emergency_on_a_road_nobody_has_named(enter, water):
    act(enter(water), water, "dig-emergency", **NEW, cause="水管爆裂", at=now())

    section = Dig.objects.get(kind="emergency").section
    assert (str(section), section.metres, section.surface) == ("晨曦路（幸福道至团结道）", 6, "earth")


def test_an_emergency_can_be_noted_where_the_town_has_no_road_yet(enter, water):
    RoadSection.objects.update(town=Town.objects.exclude(pk=water.application.town_id).first())
    crew = enter(water)
    assert "应急开挖" in titles(crew, water)

    act(crew, water, "dig-emergency", **NEW, cause="水管爆裂", at=now())

    assert Dig.objects.get(kind="emergency").section.town == water.application.town


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({}, "请选择路段；没有登记过的，在下面填写"),
        ({"street": "晨曦路", "surface": "earth"}, "请填写起点"),
        (NEW | {"section": True}, "已选登记过的路段"),
    ],
    ids=["nowhere", "half a name", "two roads"],
)
def test_an_emergency_is_on_one_road(enter, water, where, told):
    if "section" in where:
        where = where | {"section": Dig.objects.get().section_id}

    answer = act(enter(water), water, "dig-emergency", **where, cause="水管爆裂", at=now())

    assert told in answer.content.decode()
    assert not Dig.objects.filter(kind="emergency").exists()


def test_a_provider_twice_in_a_trench_is_named_once_the_lead_first(case):
    dig = Dig.objects.get()
    lead, partner = dig.parties.get(role="lead"), dig.parties.get(role="partner")
    dig.parties.create(provider=lead.provider)

    view = DigView(Dig.objects.with_parties().get(pk=dig.pk))

    assert [(provider, role) for provider, role, _state in view.parties] == [
        (lead.provider, "牵头单位"),
        (partner.provider, "参建单位"),
    ]


def test_a_provider_is_through_once_it_is_in_every_place(case):
    dig = opened(case)
    lead = dig.parties.get(role="lead")
    dig.parties.filter(pk=lead.pk).update(**dict.fromkeys(DigParty.STEPS, clock.now()))
    dig.parties.create(provider=lead.provider, finished_at=clock.now())

    view = DigView(Dig.objects.with_parties().get(pk=dig.pk))

    assert view.parties[0][2] == "待完成：隐蔽工程验收合格、竣工测量完成"


def test_what_is_shown_is_the_last_day_the_road_is_protected(water):
    dig = Dig.objects.get()
    dig.section.backfilled_on, dig.protected_until = clock.today(), clock.today() + timedelta(days=365)
    (road,) = with_backfill([dig.section])

    shown = dict(DigView(dig).moments)["路面保护期至"]

    assert shown == day_text(dig.last_protected_day)
    assert protection_of(road, dig.last_protected_day)
    assert not protection_of(road, dig.last_protected_day + timedelta(days=1))
