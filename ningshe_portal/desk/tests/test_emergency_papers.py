"""An emergency on the page of its order: the term of 24 hours, what was brought, and who may open it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from accounts.actors import SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.services import erase_application
from common import clock
from milestones.evidence import keep_evidence, keep_photo
from ningshe_portal.tests.cases import sign_in_phone
from utilities.tests.factories import MemberFactory
from works.models import Dig
from works.services.emergencies import bring_papers, open_emergency_dig
from works.tests.cases import orders_of, road

from .conftest import door, page_of
from .test_act_on_order import picture
from .test_dig_trenches import act, now, titles

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def on_friday(at, db):
    at("2026-11-27 10:00")


@pytest.fixture
def case(dug):
    return dug


@pytest.fixture
def water(case):
    return orders_of(case)["water"]


@pytest.fixture
def dig(water):
    return open_emergency_dig(water, section=road(), cause="水管爆裂", by=SYSTEM)


def brought(dig, order):
    file = keep_evidence(ContentFile(PDF, "手续.pdf"))
    return bring_papers(dig, order=order, number="津宁挖 12 号", file=file, by=SYSTEM)


def text(client, order):
    return client.get(page_of(order)).content.decode()


def address(case, dig):
    return f"/case/{case.number}/digs/{dig.pk}/papers/"


def test_the_papers_are_the_main_thing_until_they_are_brought(enter, water, dig):
    crew = enter(water)
    before = titles(crew, water)
    shown = text(crew, water)

    act(crew, water, "dig-papers", dig=dig.pk, number="津宁挖 12 号")

    assert before[0] == "补办应急开挖手续"
    assert "须在 2026-11-28（周六）10:00 前补办" in shown
    assert "应急开挖待补办手续" in shown
    assert titles(crew, water)[0] == "沟槽开挖"
    assert "应急开挖待补办手续" not in text(crew, water)


@pytest.mark.parametrize(
    ("passed", "left"),
    [
        (timedelta(minutes=30), "剩 23 小时 30 分钟"),
        (timedelta(hours=23, minutes=55), "剩 0 小时 5 分钟"),
        (timedelta(hours=26), "已超期 2 小时 0 分钟"),
    ],
    ids=["just dug", "nearly over", "late"],
)
def test_the_clock_runs_by_hours_also_on_a_rest_day(enter, water, dig, at, passed, left):
    at(dig.opened_at + passed)

    assert left in text(enter(water), water)


def test_number_and_file_stand_with_the_trench(enter, case, water, dig):
    brought(dig, water)
    crew = enter(water)

    shown = text(crew, water)

    assert "2026-11-27（周五）10:00 已补办，文号 津宁挖 12 号" in shown
    assert f'href="{address(case, dig)}"' in shown
    assert crew.get(address(case, dig)).getvalue() == PDF


def test_the_file_is_for_who_lies_in_the_trench_and_for_staff(client, case, water, dig):
    brought(dig, water)
    power = MemberFactory(
        provider=orders_of(case)["power"].provider, user=UserFactory(roles=["provider"], is_staff=True)
    )
    sign_in_phone(client)
    answers = [client.get(address(case, dig))]

    for user in (power.user, UserFactory(roles=["office"], is_staff=True)):
        client.force_login(user)
        answers.append(client.get(address(case, dig)))

    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert answers[-1].getvalue() == PDF


def test_the_office_reads_of_the_papers_in_the_case(client, case, water, dig):
    brought(dig, water)
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    assert address(case, dig) in client.get(f"/case/{case.number}/").content.decode()


def test_the_applicant_reads_that_they_were_brought_and_opens_no_file(client, case, water, dig):
    brought(dig, water)
    sign_in_phone(client)

    page = client.get(f"/case/{case.number}/").content.decode()

    assert ("已补办，文号 津宁挖 12 号" in page, address(case, dig) in page) == (True, False)


def test_an_emergency_is_photographed_and_the_photo_seen_at_once(enter, water):
    crew, section = enter(water), road(street="晨曦路")
    act(crew, water, "dig-emergency", section=section.pk, cause="水管爆裂", at=now(), photos=picture())

    party = Dig.objects.get(kind="emergency").parties.get()
    photo = f"/admin/utilities/workorder/{water.pk}/trench/{party.pk}/photo/0/"
    assert f'href="{photo}"' in text(crew, water)
    assert crew.get(photo).getvalue().startswith(b"\xff\xd8")
    assert crew.get(photo.replace("/0/", "/1/")).status_code == 404


def test_a_photo_of_a_trench_is_not_opened_from_another_order(enter, case, water):
    power = orders_of(case)["power"]
    party = Dig.objects.get().parties.get(order=water)
    party.photos = [keep_photo(picture())]
    party.save()
    crew = enter(power)

    answers = [
        crew.get(f"/admin/utilities/workorder/{order.pk}/trench/{party.pk}/photo/0/").status_code
        for order in (power, water)
    ]

    assert answers == [404, 404]


def test_the_photos_of_an_opened_trench_are_seen_before_all_are_open(enter, water):
    crew, dig = enter(water), Dig.objects.get()
    open_emergency_dig(water, section=road(street="晨曦路"), cause="水管爆裂", by=SYSTEM)

    act(crew, water, "dig-open", dig=dig.pk, at=now(), photos=picture())

    party = dig.parties.get(order=water)
    assert f"/trench/{party.pk}/photo/0/" in text(crew, water)


def test_an_emergency_form_that_came_back_keeps_its_photo(enter, water):
    crew = enter(water)
    back = crew.post(door(water, "dig-emergency"), {"at": now(), "photos": picture()}).context["form"]
    kept = {"uploaded": back.data["uploaded"]}

    act(crew, water, "dig-emergency", section=road().pk, cause="水管爆裂", at=now(), **kept)

    assert len(Dig.objects.get(kind="emergency").parties.get().photos) == 1


def test_a_case_made_nameless_keeps_no_papers(case, water, dig):
    brought(dig, water)
    Application.objects.filter(pk=case.pk).update(status=Status.FINISHED, ended_at=clock.now())
    case.refresh_from_db()

    erase_application(case)

    dig.refresh_from_db()
    assert (dig.papers_file, dig.cause, dig.papers_number) == ("", "", "津宁挖 12 号")
