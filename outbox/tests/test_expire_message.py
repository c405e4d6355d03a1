import pytest

from outbox.models import Attempt, Message, Outcome, Status
from outbox.services import claim, tidy_outbox

from .conftest import ago, change
from .factories import MessageFactory, SmsFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]


@pytest.mark.parametrize("status", [Status.WAITING, Status.NEEDS_ATTENTION], ids=str)
def test_what_has_not_arrived_in_time_ends_and_its_body_is_erased(status):
    message = change(SmsFactory(), status=status, expires_at=ago(1))

    tidy_outbox()

    message.refresh_from_db()
    assert (message.status, message.text) == (Status.EXPIRED, "")


@pytest.mark.parametrize("status", [Status.SENT, Status.CLOSED], ids=str)
def test_what_has_ended_stays_as_it_is_but_its_body_is_erased(status):
    message = change(SmsFactory(), status=status, expires_at=ago(1))
    Attempt.objects.create(message=message, outcome=Outcome.ARRIVED, answer="sent 验证码123456")

    tidy_outbox()

    message.refresh_from_db()
    assert (message.status, message.text) == (status, "")
    assert Attempt.objects.get().answer == ""


def test_an_empty_message_expires_too():
    message = SmsFactory(body=b"", expires_at=ago(1))

    tidy_outbox()

    message.refresh_from_db()
    assert message.status == Status.EXPIRED


@pytest.mark.parametrize("has_end", [False, True], ids=["no end", "end to come"])
def test_nothing_else_expires(has_end):
    message = SmsFactory(expires_at=ago(-600) if has_end else None)

    tidy_outbox()

    message.refresh_from_db()
    assert message.status == Status.WAITING
    assert message.text == "验证码123456"


def test_a_message_on_the_line_is_left_to_its_worker():
    message = SmsFactory(expires_at=ago(-600))
    claim(message)
    change(message, expires_at=ago(1))

    tidy_outbox()

    message.refresh_from_db()
    assert message.text == "验证码123456"


def test_texts_expire_although_no_gateway_is_configured(gateway):
    gateway.is_configured = False
    message = SmsFactory(expires_at=ago(1))

    tidy_outbox()

    message.refresh_from_db()
    assert message.status == Status.EXPIRED


def test_a_row_that_kills_its_workers_is_set_aside_for_a_person():
    message = MessageFactory()
    for _number in range(10):
        claim(message)
        change(message, lease_until=ago(1))

    tidy_outbox()

    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.NEEDS_ATTENTION, 10)
    assert [attempt.outcome for attempt in Attempt.objects.all()] == [Outcome.LOST]


def test_a_row_whose_tenth_worker_is_still_at_it_is_left_alone():
    message = MessageFactory(unsettled=9)
    claim(message)

    tidy_outbox()

    message.refresh_from_db()
    assert message.status == Status.WAITING


def test_an_empty_outbox_costs_three_queries(django_assert_num_queries):
    Message.objects.all().delete()

    with django_assert_num_queries(3):
        tidy_outbox()
