"""A rating: of whom, once, when, and what a bad one sets going."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import APPLICANT
from applications.models import Application, Status
from applications.services import end_mandate, erase_application, refuse_application, withdraw_application
from common.status import Refusal
from ningshe_portal.tests.cases import submitted_case
from outbox.models import Message
from oversight.links import is_expired, is_signed, last_day, rating_url, sign
from oversight.models import Duty, Rating
from oversight.services import AlreadyRated, RatingRefused, list_subjects, may_be_rated, rate_case
from utilities.services import return_order

pytestmark = pytest.mark.django_db


def test_case_window_and_whoever_took_it_in_hand_can_be_rated(finished):
    assert [subject.label for subject in list_subjects(finished)] == ["整个办件", "政务服务窗口", "宁河供水"]


def test_who_only_sent_the_order_back_is_not_rated(case, order):
    return_order(order, reason="wrong_area", detail="", by=APPLICANT)

    assert [subject.about for subject in list_subjects(case)] == ["case", "window"]


def test_each_grade_is_kept_with_its_words(give):
    ratings = give(case=5, provider=3, words="师傅很耐心")

    assert [(row.subject, row.grade, row.words, row.is_named) for row in ratings] == [
        ("整个办件", 5, "师傅很耐心", False),
        ("宁河供水", 3, "师傅很耐心", False),
    ]
    assert not Duty.objects.exists()


def test_the_second_time_is_refused_kindly(give):
    give(case=5)

    with pytest.raises(AlreadyRated, match="谢谢"):
        give(provider=1)


def test_the_database_keeps_one_for_each_as_well(give, finished):
    [rating] = give(case=5)
    rating.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        rating.save()


def test_what_is_not_over_is_not_rated(case):
    [subject, *_rest] = list_subjects(case)

    assert not may_be_rated(case)
    with pytest.raises(RatingRefused):
        rate_case(case, [(subject, 5, "")], is_named=False, channel="link", by=APPLICANT)


def test_nothing_said_is_no_rating(finished):
    with pytest.raises(RatingRefused):
        rate_case(finished, [], is_named=False, channel="link", by=APPLICANT)


@pytest.mark.parametrize("end", ["refused", "withdrawn"])
def test_also_what_was_refused_or_withdrawn_is_rated(case, office, end):
    if end == "refused":
        case = submitted_case(("water",))
        refuse_application(case, reason="不在本区", by=office)
    else:
        withdraw_application(case, reason="不办了", by=APPLICANT)
    case.refresh_from_db()

    assert case.status == Status(end)
    assert may_be_rated(case)


def test_a_nameless_case_is_not_rated(finished):
    erase_application(finished)

    with pytest.raises(Refusal):
        rate_case(finished, [], is_named=False, channel="link", by=APPLICANT)


def test_neither_counter_nor_provider_reads_in_the_history_who_has_rated(give, finished):
    give(provider=1)

    hidden = set(finished.events.all()) - set(finished.events.for_counter())
    assert {event.verb for event in hidden} == {"rating.given", "duty.opened"}
    assert not finished.events.for_applicant().filter(verb__in=["rating.given", "duty.opened"]).exists()


@pytest.mark.parametrize(
    ("grades", "owners"),
    [
        ({"case": 3, "window": 4, "provider": 5}, []),
        ({"case": 2}, ["office"]),
        ({"window": 1}, ["window"]),
        ({"provider": 2, "window": 1}, ["provider", "window"]),
    ],
)
def test_a_bad_grade_opens_a_rectification_for_whoever_was_rated(give, grades, owners):
    give(**grades)

    duties = Duty.objects.order_by("pk")
    assert [duty.owner for duty in duties] == owners
    assert {duty.due_on for duty in duties} <= {date(2026, 12, 4)}


def test_an_invitation_is_sent_once_in_office_hours(finished):
    [invitation] = Message.objects.filter(kind="rating.invited")

    assert rating_url(finished) in invitation.text
    assert invitation.recipient == finished.contact_phone


def test_on_a_holiday_it_waits_until_the_office_opens(case, order, at):
    at("2026-11-28 22:00")  # a Saturday
    withdraw_application(case, reason="不办了", by=APPLICANT)

    assert Message.objects.get(kind="rating.invited").not_before == at("2026-11-30 09:00")


def test_who_took_back_his_consent_is_not_asked(case, order, at):
    Application.objects.update(consent_withdrawn_at=at("2026-11-27 11:00"))
    case.refresh_from_db()

    withdraw_application(case, reason="不办了", by=APPLICANT)

    assert not Message.objects.filter(kind="rating.invited").exists()


def test_after_a_silent_acceptance_he_is_asked_too(case, order, at):
    Application.objects.update(deemed_at=at("2026-11-27 11:00"))
    case.refresh_from_db()

    withdraw_application(case, reason="不办了", by=APPLICANT)

    told = Message.objects.filter(kind__in=["application.ended", "rating.invited"]).order_by("pk")
    assert [message.kind for message in told] == ["application.ended", "rating.invited"]


def test_the_link_is_good_up_to_the_thirtieth_day(finished, at):
    assert last_day(finished) == date(2026, 12, 27)
    at("2026-12-27 23:59")
    assert not is_expired(finished)
    at("2026-12-28 00:00")
    assert is_expired(finished)


def test_the_thirty_days_of_what_ended_at_night_begin_with_the_office(case, at):
    at("2026-11-28 22:00")
    withdraw_application(case, reason="不办了", by=APPLICANT)
    case.refresh_from_db()

    assert last_day(case) == date(2026, 12, 30)


def test_the_signature_is_of_this_case_and_of_its_present_contact(finished, settings):
    signature = sign(finished)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    assert (is_signed(finished, signature), is_signed(finished, signature[:-1])) == (True, False)

    finished.query_code_version += 1
    assert not is_signed(finished, signature)


@pytest.fixture
def with_agent(case, at):
    """Ended, and the contact and an agent have been asked; the mandate lasts some days longer."""
    Application.objects.update(agent_name="孙立", agent_phone="13920007777", agent_until=date(2026, 12, 4))
    case.refresh_from_db()
    withdraw_application(case, reason="不办了", by=APPLICANT)
    case.refresh_from_db()
    return case


def invitations(application):
    rows = Message.objects.filter(kind="rating.invited").order_by("pk")
    return [(row.recipient == application.contact_phone, row.status) for row in rows]


def test_when_a_mandate_runs_out_the_contact_gets_a_link_that_is_good(with_agent, at):
    Message.objects.update(status="sent")
    last = last_day(with_agent)
    at("2026-12-05 09:00")

    agent_removed = end_mandate(with_agent)

    assert sorted(invitations(with_agent)) == [(False, "sent"), (True, "sent"), (True, "waiting")]
    assert rating_url(agent_removed) in Message.objects.get(kind="rating.invited", status="waiting").text
    assert last_day(agent_removed) == last


def test_a_link_that_is_void_before_it_is_sent_is_not_sent(with_agent):
    end_mandate(with_agent)

    assert sorted(invitations(with_agent)) == [(False, "closed"), (True, "closed"), (True, "waiting")]


def test_who_has_rated_or_comes_too_late_is_not_asked_anew(with_agent, at):
    at("2027-02-01 09:00")

    end_mandate(with_agent)

    assert len(invitations(with_agent)) == 2


def test_what_a_clerk_entered_is_told_to_the_applicant(give, office):
    [rating] = give(window=5, channel="window", by=office)

    assert (rating.entered_by, rating.actor_kind) == (office, "staff")
    assert Message.objects.filter(kind="rating.entered").count() == 1


def test_words_go_with_the_name_and_the_grade_stays(give, finished):
    give(provider=1)
    Duty.objects.update(status="closed")

    erase_application(finished)

    rating = Rating.objects.get()
    assert (rating.words, rating.grade, rating.duty.text) == ("", 1, "")
