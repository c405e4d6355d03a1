import json
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from common.clock import LOCAL
from outbox.models import Message, Status
from outbox.services import build_event, build_message, queue_message

from .conftest import ago
from .factories import EndpointFactory, MessageFactory

pytestmark = pytest.mark.django_db

TEXT = {"channel": "sms", "recipient": "13820001234", "kind": "phone.code", "body": "验证码", "key": "code:1"}
AT = datetime(2026, 11, 23, 9, 30, tzinfo=LOCAL)


def test_a_queued_message_waits_and_is_due_at_once(gateway):
    message = queue_message(**TEXT)

    assert (message.status, message.text, message.attempts) == (Status.WAITING, "验证码", 0)
    assert list(Message.objects.due()) == [message]


def test_the_same_key_gives_the_first_message_back():
    first = queue_message(**TEXT)

    second = queue_message(**TEXT | {"body": "另一内容"})

    assert second == first
    assert [message.text for message in Message.objects.all()] == ["验证码"]


def test_a_rolled_back_cause_leaves_no_message():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue_message(**TEXT)
        raise ZeroDivisionError

    assert not Message.objects.exists()


def test_messages_not_before_a_moment_are_not_due(gateway):
    later, past = queue_message(**TEXT, not_before=ago(-60)), ago(60)
    earlier = queue_message(**TEXT | {"key": "code:2"}, not_before=past)

    assert later not in Message.objects.due()
    assert list(Message.objects.due()) == [earlier]


def test_built_messages_are_saved_in_one_statement(django_assert_num_queries):
    messages = [build_message(**TEXT | {"key": f"code:{number}"}) for number in range(3)]

    with django_assert_num_queries(1):
        Message.objects.bulk_create(messages)

    assert len({message.uid for message in messages}) == 3


def test_a_long_subject_is_cut():
    assert queue_message(**TEXT, subject="长" * 300).subject == "长" * 200


def test_an_event_says_what_when_and_where_to_read_the_rest():
    endpoint = EndpointFactory()

    message = build_event(
        endpoint=endpoint,
        type="order.created",
        data={"order": "NH20261123000123-W", "service": "water"},
        about="NH20261123000123-W",
        seq=1,
        key="order.created:1",
        at=AT,
    )

    assert json.loads(message.body) == {
        "type": "order.created",
        "timestamp": "2026-11-23T09:30:00+08:00",
        "data": {"order": "NH20261123000123-W", "service": "water", "seq": 1},
    }
    assert (message.channel, message.kind, message.recipient) == ("webhook", "order.created", endpoint.name)
    assert (message.about, message.seq, message.uid[:4]) == ("NH20261123000123-W", 1, "msg_")


def test_chinese_stays_readable_in_an_event():
    message = build_event(
        endpoint=EndpointFactory(), type="ping", data={"by": "统筹"}, about="", seq=None, key="p", at=AT
    )

    assert "统筹" in message.text
    assert "seq" not in message.text


def test_a_fat_event_is_refused():
    with pytest.raises(ValueError, match="bytes"):
        build_event(
            endpoint=EndpointFactory(),
            type="ping",
            data={"x": "字" * 7000},
            about="",
            seq=None,
            key="p",
            at=AT,
        )


def test_a_push_without_an_endpoint_cannot_be_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(endpoint=None, recipient="nobody")
