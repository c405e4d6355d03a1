"""Permits in the case file and at the window: what the applicant reads, signs, files."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.tests.factories import UserFactory
from approvals.models import Entrustment, Permit
from approvals.services import decide_permit
from utilities.tests.factories import MemberFactory

from .cases import sign_in_phone, sign_in_staff
from .permits import case_with_permits, orders_of, sign_and_file

pytestmark = pytest.mark.django_db


def jpeg():
    drawn = BytesIO()
    Image.new("RGB", (60, 40), (220, 220, 220)).save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture
def case(planned):
    return planned


def file_of(client, case):
    return client.get(f"/case/{case.number}/").content.decode()


def test_the_applicant_reads_why_and_signs_online(client, case):
    sign_in_phone(client)

    shown = file_of(client, case)
    assert "请您签署审批委托书" in shown
    assert "开挖城市道路 90 米" in shown
    answer = client.post(f"/case/{case.number}/entrustment/", {"agrees": "on"}, follow=True)

    assert "受托单位将统一申报" in answer.content.decode()
    assert "请您签署审批委托书" not in file_of(client, case)
    entrustment = Entrustment.objects.get()
    assert (entrustment.status, entrustment.scan) == ("signed", "")


def test_not_without_the_tick(client, case):
    sign_in_phone(client)

    answer = client.post(f"/case/{case.number}/entrustment/", {})

    assert "请先阅读审批委托书" in answer.content.decode()
    assert Entrustment.objects.get().status == "drawn_up"


def test_he_takes_it_into_his_own_hands_and_files(client, case):
    sign_in_phone(client)

    client.post(f"/case/{case.number}/file-oneself/")
    assert "请您申报审批手续" in file_of(client, case)
    number = Permit.objects.last().number
    client.post(f"/case/{case.number}/file-permits/", {number: "YWT-3"})

    assert set(Permit.objects.values_list("status", "external_number")) == {
        ("filed", ""),
        ("filed", "YWT-3"),
    }


def test_he_reads_the_state_the_conditions_and_the_refusal(client, case):
    planning, digging, police = sign_and_file(case)
    decide_permit(digging, outcome="granted", conditions="夜间施工", decision_number="7 号", by=case.clerk)
    decide_permit(police, outcome="refused", refusal_reason="未附交通组织方案", by=case.clerk)
    sign_in_phone(client)

    shown = file_of(client, case)

    for text in (
        "夜间施工",
        "7 号",
        "未附交通组织方案",
        "待确认",
        "2026-11-30（周一）",
        "2026-12-21（周一）",
    ):
        assert text in shown, text


def test_a_provider_reads_only_the_permits_of_its_own_orders(client, case):
    water, gas = orders_of(case)
    water.permits.first().orders.remove(gas)
    user = UserFactory(roles=["provider"])
    MemberFactory(provider=gas.provider, user=user)
    client.force_login(user)

    shown = file_of(client, case)

    assert "挖掘城市道路审批" in shown
    assert "建设工程规划许可" not in shown


def test_the_counter_takes_the_signed_paper(client, case):
    sign_in_staff(client, "clerk")
    scan = SimpleUploadedFile("委托书.jpg", jpeg())

    client.post(f"/window/{case.number}/entrustment/", {"signed_on": "2026-11-23", "scan": scan})

    entrustment = Entrustment.objects.get()
    assert (entrustment.status, entrustment.scan.startswith("evidence/")) == ("signed", True)


def test_the_counter_changes_who_files(client, case):
    sign_in_staff(client, "office")
    gas = orders_of(case)[1]
    assert "更换受托单位" in client.get(f"/window/{case.number}/").content.decode()

    client.post(f"/window/{case.number}/entrust/", {"provider": gas.provider.pk})

    assert Entrustment.objects.living().get().provider == gas.provider


def test_the_counter_notes_what_the_applicant_filed_himself(client):
    case = case_with_permits(["water"], entrusts=False)
    sign_in_staff(client, "clerk")

    client.post(f"/window/{case.number}/file-permits/", {})

    assert set(case.permits.values_list("status", "filed_by")) == {("filed", "applicant")}


def test_what_his_provider_was_refused_he_takes_over_and_files_again(client, case):
    _planning, digging, _police = sign_and_file(case)
    decide_permit(digging, outcome="refused", refusal_reason="缺图纸", by=case.clerk)
    sign_in_phone(client)
    assert f"/case/{case.number}/file-oneself/" in file_of(client, case)

    client.post(f"/case/{case.number}/file-oneself/")
    shown = file_of(client, case)
    assert ("请您申报审批手续" in shown, "：缺图纸" in shown) == (True, True)
    client.post(f"/case/{case.number}/refile-permits/")
    client.post(f"/case/{case.number}/file-permits/", {})

    fresh = Permit.objects.get(replaced=digging)
    assert (fresh.status, fresh.filed_by) == ("filed", "applicant")


def test_he_entrusts_another_with_what_his_provider_was_refused(client, case):
    _planning, digging, _police = sign_and_file(case)
    decide_permit(digging, outcome="refused", refusal_reason="缺图纸", by=case.clerk)
    water, gas = orders_of(case)
    sign_in_phone(client)
    form = client.get(f"/case/{case.number}/entrust/").content.decode()
    assert (str(gas.provider) in form, f">{water.provider}<" in form) == (True, False)

    client.post(f"/case/{case.number}/entrust/", {"provider": gas.provider.pk})

    assert Entrustment.objects.living().get().provider == gas.provider
    assert "请您签署审批委托书" in file_of(client, case)


def test_nobody_is_offered_another_filer_where_there_is_none(client):
    case = case_with_permits(["water"])
    sign_in_phone(client)

    assert f"/case/{case.number}/entrust/" not in file_of(client, case)


def test_the_entrusted_provider_reads_the_mandate_and_nobody_else(client, case):
    water, gas = orders_of(case)
    paper = Entrustment.objects.get().paper
    address = f"/documents/{case.number}/{paper.slug}.pdf"
    for order, status in ((water, 200), (gas, 404)):
        user = UserFactory(roles=["provider"])
        MemberFactory(provider=order.provider, user=user)
        client.force_login(user)
        assert client.get(address).status_code == status
