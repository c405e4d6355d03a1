from datetime import date

import pytest
from django.utils import translation

from applications.models import ApplicantKind, Half
from applications.paper_content import consent_content, form_content, heading

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def section(application, service):
    return next(entry for entry in form_content(application)["sections"] if entry["service"] == service)


def ticked(options):
    return [option["label"] for option in options if option["is_ticked"]]


def test_the_cells_of_the_form():
    application = ApplicationFactory(
        form_date=date(2026, 11, 20),
        survey_on=date(2026, 11, 26),
        survey_half=Half.MORNING,
        project_code="2308-120117-04-01-123456",
    )

    content = form_content(application)

    assert content | {"sections": [], "number": ""} == {
        "number": "",
        "applicant": "天津市宁河区津沽食品有限公司",
        "date": {"year": 2026, "month": 11, "day": 20},
        "code": "91120221MA05XXXX0A",
        "address": "芦台街道光明路 18 号",
        "survey": {"year": 2026, "month": 11, "day": 26},
        "survey_half": "上午",
        "contact_name": "李建国",
        "contact_phone": "13820001234",
        "project_code": "2308-120117-04-01-123456",
        "sections": [],
        "extras": [],
    }


@pytest.mark.parametrize(
    ("service", "business", "label"),
    [
        ("water", "new", "新开户"),
        ("water", "expand", "增容"),
        ("water", "green", "绿化"),
        ("water", "temporary", "临时用水"),
        ("power", "new", "新装"),
        ("power", "expand", "增容"),
        ("gas", "new", "新开户"),
        ("gas", "expand", "增容"),
        ("network", "new", "新开户"),
        ("network", "expand", "增容"),
    ],
)
def test_each_business_type_has_its_box(service, business, label):
    request = ServiceRequestFactory(service=service, business=business)

    form = section(request.application, service)

    assert form["is_ticked"] is True
    assert ticked(form["business"]) == [label]


def test_only_the_services_asked_for_are_ticked():
    request = ServiceRequestFactory(service="gas", demand="12.50", purposes=["living"])

    form = form_content(request.application)

    assert [entry["service"] for entry in form["sections"] if entry["is_ticked"]] == ["gas"]
    assert (
        section(request.application, "gas")["demand"],
        section(request.application, "water")["demand"],
    ) == (
        "12.5",
        "",
    )
    assert ticked(section(request.application, "gas")["purposes"]) == ["生活"]


def test_carriers_are_boxes_of_one_section():
    application = ApplicationFactory()
    for carrier in ("mobile", "telecom"):
        ServiceRequestFactory(
            application=application,
            service="network",
            carrier=carrier,
            users=12,
            demand=200,
            purposes=["broadband"],
        )

    network = section(application, "network")

    assert ticked(network["carriers"]) == ["移动", "电信"]
    assert (network["users"], network["demand"], ticked(network["purposes"])) == (12, "200", ["宽带信号"])


def test_the_supplementary_page_lists_only_what_was_answered():
    application = ApplicationFactory(
        extras={"village": "光明里", "ownership": "rented", "owner_consents": True, "remark": ""}
    )
    ServiceRequestFactory(application=application, service="power", extras={"voltage": "10kv"})

    assert form_content(application)["extras"] == [
        {
            "title": "总体情况",
            "lines": [["村（小区）", "光明里"], ["房屋（土地）权属", "租赁"], ["产权人同意报装", "是"]],
        },
        {"title": "用电报装", "lines": [["用电电压", "10 千伏"]]},
    ]


def test_a_person_is_printed_with_a_masked_number():
    application = ApplicationFactory(
        applicant_kind=ApplicantKind.INDIVIDUAL,
        credit_code="",
        id_type="resident_id",
        id_number="120221199001011234",
    )

    assert form_content(application)["code"] == "居民身份证 1202**********1234"


def test_an_organisation_without_a_code_says_why():
    application = ApplicationFactory(credit_code="", no_code_reason="正在登记")

    assert form_content(application)["code"] == "暂无（正在登记）"


def test_the_address_is_written_with_its_town():
    application = ApplicationFactory(address="光明路 18 号")

    assert form_content(application)["address"] == "芦台街道 光明路 18 号"


@pytest.mark.parametrize("address", ["芦台街道光明路 18 号", "天津市宁河区芦台街道光明路 18 号"])
def test_the_town_is_not_written_twice(address):
    assert form_content(ApplicationFactory(address=address))["address"] == address


def test_a_paper_is_chinese_on_an_english_page():
    application = ServiceRequestFactory(service="power").application

    with translation.override("en"):
        content = form_content(application)

    assert content["sections"][1]["business"][0]["label"] == "新装"


def test_the_wishes_are_those_of_the_form():
    application = ApplicationFactory(wants_joint_survey=True, agent_name="赵敏")

    content = consent_content(application, at=application.submitted_at)

    assert [wish["is_wanted"] for wish in content["wishes"]] == [False, True, False, False, False]
    assert content["agent_name"] == "赵敏"


def test_a_notice_names_the_office_first_and_else_the_clerk(settings, clerk):
    clerk.phone = "13920005678"
    application = ApplicationFactory(clerk=clerk)

    settings.OFFICE_PHONE = ""
    assert heading(application, at=application.submitted_at)["phone"] == "13920005678"
    settings.OFFICE_PHONE = "022-69590000"
    assert heading(application, at=application.submitted_at)["phone"] == "022-69590000"
