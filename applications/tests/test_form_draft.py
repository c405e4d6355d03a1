"""What was typed, good or bad, is there again; a draft is nobody's case yet."""

import json

import pytest

from applications.forms import CombinedForm, DraftTooLong, save_draft
from applications.models import Application, Status
from common.status import WrongStatus

from .factories import ApplicationFactory, DraftFactory, ServiceRequestFactory, town
from .typed_form import network, typed_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return Application.objects.create()


def keep(draft, data):
    save_draft(CombinedForm(data, application=draft))
    return Application.objects.get(pk=draft.pk)


def shown(application):
    form = CombinedForm(application=application)
    return {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [], False)
    }


def test_bad_input_is_shown_again_as_it_was_typed(draft):
    draft = keep(
        draft,
        typed_form(water__demand="很多", contact_phone="138", survey_on="明天", wants_joint_survey="no"),
    )

    values = shown(draft)
    assert (values["water-demand"], values["contact_phone"], values["survey_on"]) == ("很多", "138", "明天")
    assert values["services"] == ["water", "power"]
    assert "wants_joint_survey" not in values


def test_several_ticks_come_back(draft):
    draft = keep(draft, typed_form(**network()))

    assert shown(draft)["network-carriers"] == ["telecom", "mobile"]


def test_unknown_names_and_the_token_against_forgery_are_not_kept(draft):
    draft = keep(draft, typed_form(csrfmiddlewaretoken="x", action="save", evil="y"))

    assert {"csrfmiddlewaretoken", "action", "evil"} & set(draft.draft) == set()


def test_an_identity_number_is_not_readable_in_the_database(draft):
    draft = keep(draft, typed_form(applicant_kind="individual", id_number="120221199001011237"))

    assert "120221199001011237" not in json.dumps(draft.draft)
    assert shown(draft)["id_number"] == "1202**********1237"


def test_a_draft_is_found_by_what_is_right_in_it(draft):
    draft = keep(draft, typed_form(address="x" * 300))

    assert (draft.applicant_name, draft.contact_phone) == ("天津市宁河区津沽食品有限公司", "13820001234")
    assert (draft.address, draft.town, draft.status) == ("", town(), Status.DRAFT)
    assert not draft.requests.exists()


def test_a_returned_case_keeps_its_columns_while_the_answer_is_typed():
    application = ApplicationFactory(status=Status.RETURNED, address="旧地址 1 号")

    application = keep(application, typed_form(address="新地址 2 号"))

    assert application.address == "旧地址 1 号"
    assert shown(application)["address"] == "新地址 2 号"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED, Status.FINISHED])
def test_a_case_handed_in_takes_no_draft(status):
    application = ApplicationFactory(status=status)

    with pytest.raises(WrongStatus):
        keep(application, typed_form())

    application.refresh_from_db()
    assert application.draft == {}


def test_more_than_any_application_needs_is_refused(draft):
    with pytest.raises(DraftTooLong):
        keep(draft, typed_form(remark="字" * 100_000))


def test_strange_characters_do_not_stop_the_saving(draft):
    draft = keep(draft, typed_form(address="光明路\x00\ud800 18 号"))

    assert shown(draft)["address"] == "光明路�? 18 号"


def test_without_a_draft_the_saved_facts_are_shown():
    application = ApplicationFactory(
        status=Status.RETURNED, extras={"village": "光明里"}, survey_on="2026-11-25"
    )
    ServiceRequestFactory(application=application, demand=12, extras={"pipe_diameter": "50"})
    for carrier in ("mobile", "telecom"):
        ServiceRequestFactory(application=application, service="network", carrier=carrier, users=3)
    application.refresh_from_db()

    values = shown(application)

    assert (values["town"], values["village"], values["water-demand"]) == ("120117001", "光明里", "12")
    assert (values["services"], values["network-carriers"]) == (["water", "network"], ["mobile", "telecom"])
    assert values["water-pipe_diameter"] == "50"


def test_what_was_saved_can_be_handed_in_again_unchanged():
    form = CombinedForm(typed_form(**network(survey_on="2099-11-25", village="光明里", owner_consents="yes")))
    assert form.is_valid()
    application = form.save()

    again = CombinedForm(application=Application.objects.get(pk=application.pk)).judged()

    assert again.errors == {}
    assert {name: again.cleaned_data[name] for name in form.fields} == form.cleaned_data


def test_a_draft_of_a_receipt_shows_its_services():
    application = DraftFactory(status=Status.RECEIVED)
    ServiceRequestFactory(application=application, business="", demand=None)

    assert shown(application)["services"] == ["water"]
