"""A temporary supply after the finish: watched, prolonged, made permanent, taken away."""

from datetime import date

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Application, FollowUp, RequestStatus, ServiceRequest, TemporaryWish
from applications.services import (
    BadUntil,
    apply_for_permanent,
    ask_about_temporary,
    end_request,
    extend_temporary,
    make_permanent,
    remove_temporary,
)
from applications.temporary import watch_temporary
from common import clock
from common.status import WrongStatus
from outbox.models import Message

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db
END = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def monday(at):
    at("2026-11-23 09:30")


def connect(service="water", business="temporary", extras=None, **fields):
    """A request of an accepted case, whose supply is on now."""
    application = ApplicationFactory(status="accepted", **fields)
    request = ServiceRequestFactory(
        application=application, service=service, business=business, extras=extras or {}, status="open"
    )
    end_request(request, RequestStatus.CONNECTED, by=SYSTEM, at=clock.now())
    return request


def temporary(until="2027-03-31", **fields):
    return connect(extras={"temporary_to": until} if until else {}, **fields).follow_up


def verbs(follow_up):
    events = follow_up.request.application.events.filter(verb__startswith="temporary.")
    return [verb.removeprefix("temporary.") for verb in events.values_list("verb", flat=True)]


def sent():
    return list(
        Message.objects.filter(kind__startswith="temporary.").order_by("pk").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ({"extras": {"temporary_to": "2027-03-31"}}, END),
        ({"extras": {}}, None),
        ({"service": "power", "business": "new", "extras": {"construction_until": "2027-03-31"}}, END),
    ],
    ids=["water with its end", "water without", "power for a building site"],
)
def test_a_temporary_supply_is_watched_from_its_connection(asked, until):
    follow_up = FollowUp.objects.get(request=connect(**asked))

    assert (follow_up.until, follow_up.created_at, verbs(follow_up)) == (until, clock.now(), ["begun"])


def test_a_permanent_supply_is_not_watched():
    connect(business="new")

    assert not FollowUp.objects.exists()


def test_the_end_is_told_thirty_days_before_and_once_more_when_it_has_passed(at):
    follow_up = temporary()

    for day in ("2027-02-28", "2027-03-01", "2027-03-02", "2027-03-31", "2027-04-01", "2027-04-02"):
        at(f"{day} 10:00")  # a Sunday first: nobody would answer the call back
        watch_temporary()

    assert verbs(follow_up) == ["begun", "due_soon", "overdue"]
    assert sent() == ["temporary.due_soon", "temporary.overdue"]


def test_nobody_is_woken_at_night(at):
    follow_up = temporary()
    at("2027-03-05 00:10")

    watch_temporary()

    assert verbs(follow_up) == ["begun"]


def test_a_new_end_is_told_anew(at):
    follow_up = temporary()
    at("2027-03-10 10:00")
    watch_temporary()

    extend_temporary(follow_up, until=date(2027, 6, 30), by=SYSTEM)
    watch_temporary()
    at("2027-06-01 10:00")
    watch_temporary()

    assert verbs(follow_up) == ["begun", "due_soon", "extended", "due_soon"]


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (None, "请填写使用至"),
        (date(2026, 11, 23), "晚于今天"),
        (END, "晚于现在的到期日 2027-03-31"),
        (date(2072, 3, 31), "核对年份"),
    ],
    ids=["none", "today", "the same", "another century"],
)
def test_an_extension_goes_on(until, sentence):
    follow_up = temporary()

    with pytest.raises(BadUntil, match=sentence):
        extend_temporary(follow_up, until=until, by=SYSTEM)

    assert verbs(follow_up) == ["begun"]


def test_the_applicant_asks_and_the_provider_decides():
    follow_up = temporary()

    ask_about_temporary(follow_up, wish=TemporaryWish.EXTEND, until=date(2027, 5, 1), by=APPLICANT)

    follow_up.refresh_from_db()
    assert (follow_up.until, follow_up.wish, follow_up.wished_until) == (END, "extend", date(2027, 5, 1))
    extend_temporary(follow_up, until=date(2027, 4, 15), by=SYSTEM)
    follow_up.refresh_from_db()
    assert (follow_up.until, follow_up.wish, follow_up.wished_until) == (date(2027, 4, 15), "", None)


def test_who_asks_twice_in_a_day_has_asked_once(at):
    follow_up = temporary()
    for moment in ("2026-11-24 10:00", "2026-11-24 10:01", "2026-11-25 10:00"):
        at(moment)
        ask_about_temporary(follow_up, wish=TemporaryWish.REMOVE, by=APPLICANT)

    assert verbs(follow_up) == ["begun", "wished", "wished"]


def test_of_two_who_end_it_the_second_is_refused():
    follow_up = temporary()
    stale = FollowUp.objects.get(pk=follow_up.pk)
    remove_temporary(follow_up, by=SYSTEM, note="已销户")

    with pytest.raises(WrongStatus):
        make_permanent(stale, by=SYSTEM)

    stale.refresh_from_db()
    assert (stale.status, stale.note, verbs(stale)) == ("removed", "已销户", ["begun", "removed"])


def test_a_wish_for_a_permanent_supply_is_a_linked_form_and_its_connection_ends_the_temporary_one():
    follow_up = temporary()

    draft = apply_for_permanent(follow_up, by=APPLICANT)
    again = apply_for_permanent(follow_up, by=APPLICANT)

    assert draft == again
    assert (draft.linked_to, draft.contact_phone) == (follow_up.request.application, "13820001234")
    asked = draft.requests.get()
    assert (asked.service, asked.business, asked.demand) == ("water", "new", 10)
    Application.objects.filter(pk=draft.pk).update(status="accepted", number="NH20261123999999")
    ServiceRequest.objects.filter(pk=asked.pk).update(status="open")
    end_request(ServiceRequest.objects.get(pk=asked.pk), RequestStatus.CONNECTED, by=SYSTEM, at=clock.now())
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.wish) == ("permanent", "")


def test_the_permanent_supply_ends_the_temporary_one_over_a_case_that_came_to_nothing():
    follow_up = temporary()
    between = ApplicationFactory(status="refused", linked_to=follow_up.request.application)

    connect(business="new", linked_to=between)

    follow_up.refresh_from_db()
    assert follow_up.status == "permanent"
