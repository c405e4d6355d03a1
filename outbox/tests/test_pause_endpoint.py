import json

import pytest

from common.status import WrongStatus
from outbox.models import Endpoint, Message
from outbox.services import (
    end_rotation,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    send_message,
    send_ping,
)

from .conftest import ago, change
from .factories import EndpointFactory, MessageFactory

pytestmark = pytest.mark.django_db


def test_a_paused_endpoint_keeps_its_messages(gateway):
    message = MessageFactory()

    pause_endpoint(message.endpoint, by="统筹", reason="对方升级")

    endpoint = Endpoint.objects.get()
    assert (endpoint.is_paused, endpoint.paused_by, endpoint.paused_reason) == (True, "统筹", "对方升级")
    assert list(Message.objects.waiting()) == [message]
    assert not Message.objects.due().exists()


def test_a_resumed_endpoint_gets_at_once_what_has_waited(gateway):
    endpoint = EndpointFactory(is_paused=True, paused_by="统筹", failures=9, open_until=ago(-600))
    message = change(MessageFactory(endpoint=endpoint), next_attempt_at=ago(-9999))

    resume_endpoint(endpoint, by="统筹")

    assert (endpoint.is_paused, endpoint.paused_by, endpoint.failures) == (False, "", 0)
    assert send_message(message) is True


def test_pausing_does_not_touch_what_a_worker_counts():
    endpoint = EndpointFactory()
    Endpoint.objects.update(failures=4)

    pause_endpoint(endpoint, by="统筹")

    assert Endpoint.objects.get().failures == 4


def test_a_rotation_keeps_the_former_secret_until_it_is_ended():
    endpoint = EndpointFactory()
    old = endpoint.secret

    new = rotate_secret(endpoint)

    stored = Endpoint.objects.get()
    assert (stored.secret, stored.previous_secret) == (new, old)
    assert stored.rotated_at is not None
    end_rotation(endpoint)
    stored.refresh_from_db()
    assert (stored.secret, stored.previous_secret, stored.rotated_at) == (new, "", None)


def test_a_second_rotation_waits_for_the_end_of_the_first():
    endpoint = EndpointFactory()
    stale = Endpoint.objects.get()
    new = rotate_secret(endpoint)

    with pytest.raises(WrongStatus):
        rotate_secret(stale)

    assert Endpoint.objects.get().secret == new


def test_every_endpoint_has_a_secret_of_its_own():
    secrets = {endpoint.secret for endpoint in EndpointFactory.create_batch(3)}

    assert len(secrets) == 3
    assert {secret[:6] for secret in secrets} == {"whsec_"}


def test_a_ping_is_tried_at_once_although_the_endpoint_was_left_alone(gateway):
    endpoint = EndpointFactory(failures=9, open_until=ago(-600))

    message = send_ping(endpoint, by="统筹")

    assert json.loads(message.body)["type"] == "ping"
    assert send_message(message) is True


def test_two_pings_are_two_messages():
    endpoint = EndpointFactory()

    assert send_ping(endpoint, by="统筹") != send_ping(endpoint, by="统筹")
