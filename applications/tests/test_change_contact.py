from datetime import timedelta

import pytest

from applications.models import Application, Call, PaperKind, Status
from applications.services import (
    BadPerson,
    change_contact,
    end_mandate,
    name_agent,
    remove_agent,
    submit_application,
)
from applications.telling import tell_applicant
from applications.terms import keep_terms
from common import clock
from common.status import WrongStatus
from outbox.models import Message

from .factories import ApplicationFactory, DraftFactory

pytestmark = pytest.mark.django_db
AGENT = {"agent_name": "孙立", "agent_phone": "13920007777", "agent_capacity": "行政主管"}
NEW = {"contact_name": "赵敏", "contact_phone": "13920009999"}


def told(phone):
    return list(Message.objects.filter(recipient=phone).order_by("pk").values_list("kind", flat=True))


def test_what_was_still_to_be_sent_to_the_former_number_is_kept_back(application, clerk):
    former = application.contact_phone
    tell_applicant(application, "application.accepted", key="")

    change_contact(application, **NEW, proof="identity", by=clerk)

    sent = Message.objects.filter(recipient=former).order_by("pk")
    assert list(sent.values_list("kind", "status")) == [
        ("application.accepted", "closed"),
        ("application.cut_off", "waiting"),
    ]


def mandates(application):
    papers = application.papers.filter(kind=PaperKind.AGENT).order_by("serial")
    return [(paper.content["agent_name"], paper.voided_at is None) for paper in papers]


def test_it_is_kept_what_the_window_saw_and_who_looked(application, clerk):
    change_contact(application, **NEW, proof="identity", by=clerk)

    event = application.events.get()
    assert (event.verb, event.actor, event.detail["proof"]) == (
        "application.contact_changed",
        clerk,
        "identity",
    )
    assert event.text == "联系人、联系电话；已核对：本人身份证件原件"


def test_the_new_number_is_told_and_the_former_that_it_is_cut_off(application, clerk):
    former = application.contact_phone

    change_contact(application, **NEW, proof="identity", by=clerk)

    assert told("13920009999") == ["application.contact_changed"]
    assert told(former) == ["application.cut_off"]


def test_another_person_with_the_same_number_gets_a_new_query_code(application, clerk):
    old_code = application.query_code

    changed = change_contact(
        application,
        contact_name="赵敏",
        contact_phone=application.contact_phone,
        proof="former",
        by=clerk,
    )

    assert not changed.has_query_code(old_code)


def test_nothing_to_change_is_said(application, clerk):
    same = {"contact_name": application.contact_name, "contact_phone": application.contact_phone}

    with pytest.raises(BadPerson):
        change_contact(application, **same, proof="identity", by=clerk)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.FINISHED, Status.REFUSED, Status.WITHDRAWN])
def test_there_is_nobody_to_change_before_and_after_a_case_lives(status, clerk):
    with pytest.raises(WrongStatus):
        change_contact(ApplicationFactory(status=status), **NEW, proof="identity", by=clerk)


def test_a_first_agent_gets_a_mandate_to_sign_and_takes_nobodys_code(application, clerk):
    code = application.query_code

    named = name_agent(application, **AGENT, proof="identity", by=clerk)

    assert mandates(named) == [("孙立", True)]
    assert named.has_query_code(code)
    assert told("13920007777") == ["application.contact_changed"]


def test_an_agent_who_is_replaced_loses_mandate_and_code(application, clerk):
    code = name_agent(application, **AGENT, proof="identity", by=clerk).query_code

    other = {"agent_name": "钱进", "agent_phone": "13920008888", "agent_capacity": "经理"}
    named = name_agent(application, **other, proof="identity", by=clerk)

    assert mandates(named) == [("孙立", False), ("钱进", True)]
    assert not named.has_query_code(code)
    assert told("13920007777")[-1] == "application.cut_off"


def test_an_agent_who_leaves_leaves_no_valid_mandate(application, clerk):
    name_agent(application, **AGENT, proof="identity", by=clerk)

    left = remove_agent(application, proof="identity", by=clerk)

    assert mandates(left) == [("孙立", False)]
    assert (left.agent_name, left.agent_phone, left.agent_until) == ("", "", None)


def test_an_agent_whose_phone_is_the_contacts_too_is_not_removed_before_the_contact_is_changed(clerk):
    application = ApplicationFactory(agent_name="孙立", agent_phone="13820001234")

    with pytest.raises(BadPerson, match="先变更联系人"):
        remove_agent(application, proof="identity", by=clerk)

    change_contact(application, **NEW, proof="identity", by=clerk)
    assert remove_agent(application, proof="identity", by=clerk).agent_phone == ""


def test_a_mandate_runs_out_the_day_after_its_last(at, clerk):
    at("2026-11-23 09:00")
    application = ApplicationFactory(agent_name="孙立", agent_phone="13920007777", agent_until="2026-11-30")

    at("2026-11-30 23:59")
    keep_terms()
    application.refresh_from_db()
    on_the_last_day = application.agent_phone
    at("2026-12-01 00:10")
    keep_terms()

    application.refresh_from_db()
    assert (on_the_last_day, application.agent_phone) == ("13920007777", "")
    assert application.events.get().verb == "application.agent_removed"


def test_ending_a_mandate_twice_is_refused(clerk):
    application = ApplicationFactory(agent_name="孙立", agent_until="2026-11-01")
    end_mandate(application)

    with pytest.raises(BadPerson):
        end_mandate(application)


def test_the_mandate_is_issued_with_the_form_once(clerk):
    draft = DraftFactory(**AGENT)
    submit_application(draft, receivers=[], by=clerk)
    draft.status = Status.RETURNED
    draft.save()

    submit_application(draft, receivers=[], by=clerk)

    assert mandates(draft) == [("孙立", True)]


def test_a_contact_who_was_not_at_the_desk_hears_that_his_code_is_void(application, clerk):
    name_agent(application, **AGENT, proof="mandate", by=clerk)
    seen = told(application.contact_phone)

    end_mandate(application)

    assert (seen, told(application.contact_phone)) == ([], ["application.recoded"])


def test_a_contact_with_a_landline_is_called_when_a_mandate_runs_out():
    end_mandate(ApplicationFactory(contact_phone="02269590000", agent_name="孙立", agent_phone="13920007777"))

    call = Call.objects.get()
    assert "代理期限已满，原查询码已作废" in call.text


@pytest.mark.parametrize(
    ("until", "last"), [("2026-12-31", "2026-12-31 23:59"), (None, "2026-12-30 23:59")], ids=["day", "end"]
)
def test_an_agent_of_an_ended_case_loses_access_in_time(at, until, last):
    case = ApplicationFactory(
        status=Status.FINISHED,
        accepted_at=at("2026-11-24 09:00"),
        ended_at=at("2026-11-30 09:00"),
        agent_name="孙立",
        agent_phone="13920007777",
        agent_until=until,
    )

    def sees():
        keep_terms()
        return Application.objects.of_phone("13920007777").filter(pk=case.pk).exists()

    moment = at(last)
    on_the_last_day = sees()
    at(moment + timedelta(minutes=10))
    assert (on_the_last_day, sees()) == (True, False)


def test_an_agent_of_an_ended_case_can_be_removed(clerk):
    agent = {"agent_name": "孙立", "agent_phone": "13920007777"}
    case = ApplicationFactory(status=Status.FINISHED, ended_at=clock.now(), **agent)

    assert remove_agent(case, proof="identity", by=clerk).agent_phone == ""
