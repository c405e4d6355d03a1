import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from outbox.models import Attempt, Endpoint, Message, Outcome, Status

from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]

MESSAGES = reverse("admin:outbox_message_changelist")
ENDPOINTS = reverse("admin:outbox_endpoint_changelist")


def staff(client, *names):
    """Sign in somebody with these rights of the outbox, and no other."""
    user = get_user_model().objects.create(username="office", display_name="统筹", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="outbox", codename__in=names))
    client.force_login(user)
    return client


@pytest.fixture
def office(client):
    names = (
        "view_message read_message resend_message close_message view_endpoint change_endpoint add_endpoint"
    )
    return staff(client, *names.split(), "pause_endpoint", "rotate_secret", "ping_endpoint")


def act(client, page, action, rows, **fields):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **fields}
    return client.post(page, chosen, follow=True).content.decode()


def test_the_list_shows_where_each_message_stands(office):
    MessageFactory(status=Status.NEEDS_ATTENTION, about="NH20261123000123-W")

    page = office.get(MESSAGES).content.decode()

    assert '<td class="field-about">NH20261123000123-W</td>' in page
    assert '<td class="field-status">需人工处理</td>' in page


def test_the_code_of_a_text_is_read_by_those_who_may(office):
    message = SmsFactory()

    page = office.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()

    assert "验证码123456" in page
    assert "138****1234" in page
    assert "13820001234" not in page


@pytest.mark.parametrize(
    "address", [lambda pk: MESSAGES, lambda pk: f"{MESSAGES}{pk}/change/"], ids=["list", "row"]
)
def test_others_see_no_content(client, address):
    message = SmsFactory()
    Attempt.objects.create(message=message, outcome=Outcome.ARRIVED, answer="sent 验证码123456")

    page = staff(client, "view_message").get(address(message.pk)).content.decode()

    assert "138****1234" in page
    assert "123456" not in page


def test_the_answers_of_each_try_are_shown(office):
    message = MessageFactory()
    Attempt.objects.create(message=message, outcome=Outcome.REFUSED, http_status=404, answer="no such hook")

    page = office.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()

    assert "no such hook" in page


def test_chosen_messages_are_resent(office):
    messages = MessageFactory.create_batch(2, status=Status.NEEDS_ATTENTION)

    page = act(office, MESSAGES, "resend", messages)

    assert "已处理2条消息" in page
    assert set(Message.objects.values_list("status", "resent_by")) == {(Status.WAITING, "统筹")}


def test_what_cannot_be_resent_is_told(office):
    page = act(office, MESSAGES, "resend", [MessageFactory(status=Status.EXPIRED, body=b"")])

    assert "不能重发" in page


def test_a_message_is_closed_with_a_reason(office):
    message = MessageFactory()

    act(office, MESSAGES, "close", [message], reason="已电话告知")

    message.refresh_from_db()
    assert (message.status, message.closed_by, message.closed_reason) == (Status.CLOSED, "统筹", "已电话告知")


def test_a_message_is_not_closed_without_a_reason(office):
    message = MessageFactory()

    page = act(office, MESSAGES, "close", [message], reason=" ")

    message.refresh_from_db()
    assert message.status == Status.WAITING
    assert "须填写原因" in page


@pytest.mark.parametrize("action", ["resend", "close"])
def test_without_the_right_nothing_happens(client, action):
    message = MessageFactory(status=Status.NEEDS_ATTENTION)

    act(staff(client, "view_message"), MESSAGES, action, [message], reason="x")

    message.refresh_from_db()
    assert message.status == Status.NEEDS_ATTENTION


def test_an_endpoint_is_paused_and_resumed(office):
    endpoint = EndpointFactory()

    act(office, ENDPOINTS, "pause", [endpoint], reason="对方升级")
    endpoint.refresh_from_db()
    assert (endpoint.is_paused, endpoint.paused_by, endpoint.paused_reason) == (True, "统筹", "对方升级")

    act(office, ENDPOINTS, "resume", [endpoint])
    endpoint.refresh_from_db()
    assert endpoint.is_paused is False


def test_a_new_secret_is_shown_once(office):
    endpoint = EndpointFactory()

    page = act(office, ENDPOINTS, "rotate", [endpoint])

    endpoint.refresh_from_db()
    assert endpoint.secret in page
    assert endpoint.secret not in office.get(ENDPOINTS).content.decode()


def test_a_rotation_is_ended(office):
    endpoint = EndpointFactory()
    act(office, ENDPOINTS, "rotate", [endpoint])

    act(office, ENDPOINTS, "finish_rotation", [endpoint])

    endpoint.refresh_from_db()
    assert endpoint.previous_secret == ""


def test_a_second_rotation_is_refused_with_a_sentence(office):
    endpoint = EndpointFactory()
    act(office, ENDPOINTS, "rotate", [endpoint])

    assert "请先结束上一次密钥更换" in act(office, ENDPOINTS, "rotate", [endpoint])


def test_a_ping_is_written(office):
    act(office, ENDPOINTS, "ping", [EndpointFactory()])

    assert Message.objects.get().kind == "ping"


def test_a_new_endpoint_tells_its_secret(office):
    page = office.post(
        reverse("admin:outbox_endpoint_add"),
        {"kind": "provider", "name": "宁河供水", "url": "https://water.example/hook", "networks": ""},
        follow=True,
    ).content.decode()

    assert Endpoint.objects.get().secret in page


def test_a_wrong_address_is_told_in_the_form(office):
    page = office.post(
        reverse("admin:outbox_endpoint_add"),
        {"kind": "provider", "name": "宁河供水", "url": "water.example", "networks": "内网"},
    ).content.decode()

    assert "请填写完整的" in page
    assert "网段格式应类似" in page
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "factory", "queries"), [(MESSAGES, MessageFactory, 10), (ENDPOINTS, EndpointFactory, 9)]
)
def test_a_list_costs_the_same_however_long(office, rows, page, factory, queries, django_assert_num_queries):
    factory.create_batch(rows)
    office.get(page)

    with django_assert_num_queries(queries):
        office.get(page)
