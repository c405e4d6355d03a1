"""What the applicant confirms and wishes, and the office arranges."""

from datetime import date

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application
from inspections.models import Visit
from inspections.services import answer_visit, cancel_visit, fix_visit
from ningshe_portal.tests.cases import sign_in_phone, sign_in_staff
from utilities.tests.factories import MemberFactory, WorkOrderFactory

from .hands import THURSDAY, order_of, say

pytestmark = pytest.mark.django_db


def test_the_applicant_sees_who_comes_and_confirms(client, case, fixed):
    sign_in_phone(client)
    page = client.get(f"/case/{case.number}/").content.decode()
    assert "2026-11-24（周二）上午" in page
    assert "water公司" in page and "power公司" in page

    say(client, case, "visit-confirm")

    fixed.refresh_from_db()
    assert fixed.confirmed_by == "申请人"
    assert client.get(f"/case/{case.number}/visit-confirm/").status_code == 200


def test_he_asks_for_another_day_and_the_office_moves_it(client, case, fixed):
    sign_in_phone(client)
    assert "工作日" in say(client, case, "visit-day", on="2026-11-28", half="morning").content.decode()
    say(client, case, "visit-day", on="2026-11-26", half="afternoon")
    sign_in_staff(client, "office")
    assert case.number in client.get("/window/?queue=visits").content.decode()

    client.post(
        f"/window/{case.number}/visit-fix/", {"visit": fixed.pk, "on": "2026-11-26", "half": "afternoon"}
    )

    fixed.refresh_from_db()
    assert (fixed.on, fixed.asked_by, fixed.wished_on) == (THURSDAY, "applicant", None)
    assert case.number not in client.get("/window/?queue=visits").content.decode()


def test_the_office_moves_to_a_rest_day_only_on_purpose(client, case, fixed):
    sign_in_staff(client, "office")
    url, saturday = f"/window/{case.number}/visit-fix/", date(2026, 11, 28)
    said = {"visit": fixed.pk, "on": saturday.isoformat(), "half": "morning"}

    asked = client.post(url, said).content.decode()
    assert "2026-11-28（周六）是休息日" in asked
    fixed.refresh_from_db()
    assert fixed.on != saturday

    client.post(url, said | {"is_checked": "on"})
    fixed.refresh_from_db()
    assert fixed.on == saturday


def test_he_takes_the_day_a_provider_offers(client, case, visit):
    answer_visit(
        order_of(case),
        "survey",
        is_coming=False,
        counter_on=THURSDAY,
        counter_half="morning",
        by=UserFactory(),
    )
    sign_in_phone(client)
    assert "请您答复" in client.get(f"/case/{case.number}/").content.decode()

    say(client, case, "visit-counter", accepts="yes")

    visit.refresh_from_db()
    assert (visit.on, visit.counter_answer) == (THURSDAY, True)


def test_he_takes_one_service_out_and_back(client, case, visit):
    sign_in_phone(client)
    step = f"{order_of(case).pk}-survey"

    client.post(f"/case/{case.number}/visit-leave/", {"step": step, "reason": "院子还没清好"})
    left = visit.attendances.taking_part().count()
    client.post(f"/case/{case.number}/visit-join/", {"step": step})

    assert (left, visit.attendances.taking_part().count()) == (1, 2)


def test_the_office_cancels_and_arranges_again(client, case, fixed):
    sign_in_staff(client, "office")
    client.post(f"/window/{case.number}/visit-cancel/", {"visit": fixed.pk, "reason": "暴雪"})
    apart = Visit.objects.open().filter(is_joint=False).count()

    client.post(f"/window/{case.number}/visit-arrange/", {"kind": "survey"})

    assert (apart, Visit.objects.open().get().attendances.count()) == (2, 2)


def test_what_the_applicant_did_not_choose_is_not_offered(client, case, fixed):
    sign_in_staff(client, "office")
    cancel_visit(fixed, reason="暴雪", by=UserFactory())
    address = f"/window/{case.number}/"
    before = "安排联合上门" in client.get(address).content.decode()

    Application.objects.update(wants_joint_survey=False)
    client.post(f"{address}visit-arrange/", {"kind": "survey"})

    assert before
    assert "安排联合上门" not in client.get(address).content.decode()
    assert not Visit.objects.open().joint().exists()


def test_a_clerk_notes_what_was_said_by_telephone_but_arranges_nothing(client, case, fixed):
    sign_in_staff(client, "clerk")
    fix = {"visit": fixed.pk, "on": "2026-11-26", "half": "morning"}
    assert client.post(f"/window/{case.number}/visit-fix/", fix).status_code == 403

    client.post(f"/window/{case.number}/visit-confirmed/", {"visit": fixed.pk, "name": "李建国"})

    fixed.refresh_from_db()
    assert fixed.confirmed_by == "李建国"


def test_a_wish_that_cannot_be_keeps_what_was_typed(client, case, fixed):
    sign_in_phone(client, case.contact_phone)

    refused = say(client, case, "visit-day", on="2026-11-24", half="morning")

    assert "与现在约定的时间相同" in refused.content.decode()
    assert refused.context["form"]["on"].value() == "2026-11-24"


def test_what_he_left_out_is_listed_above_the_form_and_leads_to_its_place(client, case, fixed):
    sign_in_phone(client, case.contact_phone)

    page = say(client, case, "visit-day", on="", half="morning").content.decode()

    assert "有 1 处需要修改" in page
    assert (page.count('href="#id_on"'), page.count('id="id_on"')) == (1, 1)


def test_each_crew_reads_on_its_order_that_the_day_was_fixed_and_moved(client, case, fixed):
    apart = WorkOrderFactory(request__application=case, request__service="gas")
    fix_visit(fixed, on=THURSDAY, half="morning", by=UserFactory(roles=["office"]))

    read = {}
    for order in (order_of(case), order_of(case, "power"), apart):
        MemberFactory(provider=order.provider, user=UserFactory(roles=["provider"], is_staff=True))
        client.force_login(order.provider.members.first().user)
        history = client.get(f"/admin/utilities/workorder/{order.pk}/change/").context["history"]
        read[order.request.service] = [line.sentence for line in history if "上门时间" in line.sentence]

    both = ["已约定“踏勘”上门时间", "“踏勘”上门时间已变更"]
    assert [read["water"][-2:], read["power"][-2:], read["gas"]] == [both, both, []]
