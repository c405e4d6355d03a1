"""Who files himself and meets a protected road chooses a way out, on the case page or at the window."""

from datetime import date

import pytest

from approvals.models import Permit
from approvals.needs import Kind

from .cases import sign_in_phone, sign_in_staff
from .permits import case_with_permits

pytestmark = pytest.mark.django_db
ASKED = "请您选定受限道路的处理办法"


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture
def case():
    return case_with_permits(["water"], entrusts=False, built_on=date(2024, 12, 1))


def page(client, case, *, desk="case"):
    return client.get(f"/{desk}/{case.number}/").content.decode()


def digging():
    return Permit.objects.filter(type__code=Kind.ROAD_DIGGING).order_by("pk")


def choice(**said):
    return {"permits": list(digging().values_list("pk", flat=True))} | said


def choose(client, case, *, desk="case", **said):
    return client.post(f"/{desk}/{case.number}/way-out/", choice(**said), follow=True).content.decode()


def file_the_rest(client, case):
    """What does not lie in the road."""
    sign_in_phone(client)
    client.post(f"/case/{case.number}/file-permits/", {})


def test_what_cannot_be_filed_stands_apart(client, case):
    sign_in_phone(client)

    shown = page(client, case)
    form = client.get(f"/case/{case.number}/file-permits/").content.decode()

    assert "下列手续涉及保护期内的道路" in shown
    assert "待选定：道路在保护期内，2029-12-01 前不得开挖" in shown
    assert shown.count("下列手续由您自己向审批部门申报") == 1
    assert not any(permit.number in form for permit in digging())


def test_nobody_is_asked_to_file_where_nothing_can_be_filed(client, case):
    file_the_rest(client, case)

    shown = page(client, case)

    assert (ASKED in shown, "请您申报审批手续" in shown) == (True, False)
    assert f"/case/{case.number}/file-permits/" not in shown


def test_asking_the_government_he_may_file_the_rest(client, case):
    file_the_rest(client, case)

    answer = choose(client, case, way_out="government", basis="没有其他路由")

    assert "已登记处理办法" in answer
    assert "请您申报审批手续" in answer
    client.post(f"/case/{case.number}/file-permits/", {})
    assert set(digging().values_list("status", "way_out")) == {("filed", "government")}


def test_once_he_waits_he_is_asked_no_more_but_may_choose_anew(client, case):
    file_the_rest(client, case)

    shown = choose(client, case, way_out="wait")

    assert ASKED not in shown
    assert "等待保护期满后申报" in shown
    assert f"/case/{case.number}/way-out/" in shown


def test_without_a_reason_the_form_says_what_is_missing(client, case):
    sign_in_phone(client)

    answer = choose(client, case, way_out="government")

    assert "请写明向区政府申请批准的理由" in answer
    assert set(digging().values_list("way_out", flat=True)) == {""}


def test_the_clerk_chooses_for_him(client, case):
    sign_in_staff(client, "clerk")
    assert "申请人选定受限道路的处理办法" in page(client, case, desk="window")

    choose(client, case, desk="window", way_out="reroute")

    assert set(digging().values_list("way_out", flat=True)) == {"reroute"}


def test_a_permit_of_another_case_is_no_choice(client, case):
    other = case_with_permits(["gas"], entrusts=False, built_on=date(2024, 12, 1))
    sign_in_phone(client)
    foreign = other.permits.filter(type__code=Kind.ROAD_DIGGING)

    client.post(
        f"/case/{case.number}/way-out/",
        {"permits": list(foreign.values_list("pk", flat=True)), "way_out": "wait"},
    )

    assert set(foreign.values_list("way_out", flat=True)) == {""}


def test_who_has_entrusted_a_provider_is_not_asked(client):
    case = case_with_permits(["water"], built_on=date(2024, 12, 1))
    sign_in_phone(client)

    assert f"/case/{case.number}/way-out/" not in page(client, case)
    assert choose(client, case, way_out="wait")
    assert set(digging().values_list("way_out", flat=True)) == {""}
