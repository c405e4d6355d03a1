from datetime import date
from decimal import Decimal

import pytest

from applications.forms import CombinedForm
from applications.models import Application, Channel, RequestStatus, Status
from common.status import WrongStatus

from .factories import ApplicationFactory, DraftFactory, ServiceRequestFactory
from .typed_form import CREDIT_CODE, network, typed_form

pytestmark = pytest.mark.django_db


def save(data, **options):
    form = CombinedForm(data, **options)
    assert form.errors == {}
    return form.save()


def requests(application):
    return list(application.requests.values_list("service", "carrier", "business", "demand", "purposes"))


def test_saving_writes_the_columns_of_the_application():
    application = save(
        typed_form(
            survey_on="2026-11-25",
            survey_half="morning",
            project_code="23081201170401123456",
            agent_name="赵华",
            agent_phone="13920005678",
            entrusts_permits="yes",
            village="光明里",
            wished_connection_on="2027-01-15",
            owner_consents="yes",
        )
    )

    application = Application.objects.get(pk=application.pk)
    assert (application.status, application.channel) == (Status.DRAFT, Channel.ONLINE)
    assert (application.credit_code, application.contact_phone) == (CREDIT_CODE, "13820001234")
    assert (application.town.code, application.survey_on) == ("120117001", date(2026, 11, 25))
    assert application.project_code == "2308-120117-04-01-123456"
    assert (application.agent_name, application.entrusts_permits) == ("赵华", True)
    assert application.extras == {
        "village": "光明里",
        "wished_connection_on": "2027-01-15",
        "owner_consents": True,
    }
    assert (application.wants_joint_survey, application.wants_joint_works) == (True, False)


def test_saving_makes_one_request_for_each_service():
    application = save(typed_form(water__pipe_diameter="50", power__present_amount="40"))

    assert requests(application) == [
        ("water", "", "new", Decimal("12.50"), ["production", "living"]),
        ("power", "", "expand", Decimal("80.00"), []),
    ]
    assert [row.extras for row in application.requests.all()] == [
        {"pipe_diameter": "50"},
        {"account": "1201170001", "present_amount": "40"},
    ]


def test_saving_makes_one_request_for_each_carrier():
    application = save(typed_form(**network()))

    assert requests(application) == [
        ("network", "mobile", "new", 500, ["cellular", "broadband"]),
        ("network", "telecom", "new", 500, ["cellular", "broadband"]),
    ]
    assert [row.users for row in application.requests.all()] == [30, 30]


def test_saving_an_unknown_amount_marks_it():
    application = save(typed_form(services=["water"], water__demand=None, water__unknown="yes"))

    row = application.requests.get()
    assert (row.demand, row.is_unknown) == (None, True)


def test_saving_again_makes_the_requests_those_now_wanted():
    application = DraftFactory()
    kept = ServiceRequestFactory(application=application, service="power", demand=10)
    ServiceRequestFactory(application=application, service="gas")

    application = save(typed_form(), application=application)

    assert [row[0] for row in requests(application)] == ["power", "water"]
    kept.refresh_from_db()
    assert (kept.demand, kept.business) == (80, "expand")


def test_saving_clears_nothing_it_does_not_ask_for():
    application = DraftFactory(
        draft={"applicant_name": ["草稿"]}, extras={"from_window": "x"}, late_entry_reason="停电", clerk=None
    )

    save(typed_form(), application=application)

    application.refresh_from_db()
    assert application.draft == {"applicant_name": ["草稿"]}
    assert (application.extras, application.late_entry_reason) == ({"from_window": "x"}, "停电")


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in {Status.DRAFT, Status.RECEIVED, Status.RETURNED}]
)
def test_saving_is_refused_once_the_form_was_handed_in(status):
    application = ApplicationFactory(status=status, address="旧地址")
    form = CombinedForm(typed_form(), application=application)

    with pytest.raises(WrongStatus):
        form.save() if form.is_valid() else None

    application.refresh_from_db()
    assert application.address == "旧地址"
    assert not application.requests.exists()


def test_saving_looks_at_the_row_and_not_at_a_stale_copy():
    application = DraftFactory()
    form = CombinedForm(typed_form(), application=Application.objects.get(pk=application.pk))
    Application.objects.update(status=Status.SUBMITTED)

    assert form.is_valid()
    with pytest.raises(WrongStatus):
        form.save()


def test_a_correction_changes_neither_contact_nor_agent():
    people = {"contact_name": "周敏", "contact_phone": "13900000000", "agent_phone": "13900001111"}
    application = ApplicationFactory(status=Status.RETURNED, **people)

    application = save(typed_form(agent_phone="13820007777", address="新地址 1 号"), application=application)

    assert {name: getattr(application, name) for name in people} == people
    assert (application.address, application.query_code_version) == ("新地址 1 号", 1)


def test_an_agent_typed_in_from_the_paper_takes_nobodys_query_code():
    application = ApplicationFactory(status=Status.RECEIVED, submitted_at=None, contact_phone="13820001234")

    typed = typed_form(contact_phone="13820001234", agent_name="孙立", agent_phone="13820007777")
    application = save(typed, application=application)

    assert (application.agent_phone, application.query_code_version) == ("13820007777", 1)


def test_a_landline_the_window_entered_does_not_hold_up_a_correction_online():
    application = ApplicationFactory(
        status=Status.RETURNED, channel="online", contact_phone="022-69590000", agent_phone="13820007777"
    )

    assert save(typed_form(contact_phone=None), application=application).contact_phone == "022-69590000"


def test_a_masked_identity_number_left_alone_stays():
    person = {"applicant_kind": "individual", "credit_code": None, "id_type": "resident_id"}
    number = "12022119900101123X"
    application = save(typed_form(**person, id_number=number))
    shown = CombinedForm(application=application).initial["id_number"]

    again = save(typed_form(**person, id_number=shown), application=application)

    assert (shown, again.id_number) == ("1202**********123X", number)


def test_the_requests_of_a_form_can_be_built_without_saving():
    form = CombinedForm(typed_form())
    assert form.is_valid()

    rows = form.build_requests(Application())

    assert [(row.service, row.status, row.pk) for row in rows] == [
        ("water", RequestStatus.PENDING, None),
        ("power", RequestStatus.PENDING, None),
    ]
