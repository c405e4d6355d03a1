import pytest

from accounts.actors import SYSTEM
from applications.services import BadHandOver, accept_application
from applications.tests.factories import ServiceRequestFactory
from outbox.models import Message
from utilities.models import Membership
from utilities.people import BadLeave, hand_over_orders, name_handler, set_leave
from utilities.push import tell_provider
from utilities.selectors import members_to_tell
from utilities.services import acknowledge_order

from .factories import MemberFactory, ProviderFactory, ServiceAreaFactory, WorkOrderFactory, make_user

pytestmark = pytest.mark.django_db


def join(provider, name, phone, role="A"):
    return MemberFactory(provider=provider, user=make_user(phone, display_name=name), role=role)


@pytest.fixture
def provider():
    return ProviderFactory(endpoint=None)


@pytest.fixture
def zhou(provider):
    return join(provider, "周工", "13900001111")


@pytest.fixture
def wu(provider):
    return join(provider, "吴工", "13900002222", role="B")


@pytest.fixture
def order(provider, zhou, at):
    at("2026-11-23 09:00")
    return WorkOrderFactory(
        provider=provider,
        status="open",
        handler=zhou.user,
        handler_name="周工",
        handler_phone="13900001111",
    )


def handler_of(order):
    order.refresh_from_db()
    return order.handler, order.handler_name, order.handler_phone


def test_the_applicant_sees_the_new_name_and_number_and_the_history_both(order, zhou, wu):
    hand_over_orders([order], to=wu, by=zhou.user)

    assert handler_of(order) == (wu.user, "吴工", "13900002222")
    event = order.application.events.get()
    assert (event.verb, event.audience) == ("order.handed_over", "")
    assert event.text == "周工 → 吴工 13900002222"


def test_many_orders_go_over_with_one_message(provider, zhou, wu, at):
    at("2026-11-23 09:00")
    orders = WorkOrderFactory.create_batch(3, provider=provider, status="open")

    hand_over_orders(orders, to=wu, by=zhou.user)

    assert {handler_of(order)[1] for order in orders} == {"吴工"}
    assert "3 件" in Message.objects.get(recipient="13900002222").text


def test_nothing_goes_to_another_providers_staff(order, zhou):
    with pytest.raises(BadHandOver, match="本单位"):
        hand_over_orders([order], to=join(ProviderFactory(), "外人", "13900003333"), by=zhou.user)

    assert handler_of(order)[1] == "周工"


@pytest.mark.parametrize("status", ["pending", "connected", "returned", "not_chosen"])
def test_only_what_is_in_hand_is_handed_over(order, zhou, wu, status):
    type(order).objects.update(status=status)

    with pytest.raises(BadHandOver, match="办理中"):
        hand_over_orders([order], to=wu, by=zhou.user)


def test_who_is_away_or_has_no_phone_takes_nothing(order, provider, zhou, wu):
    set_leave(wu, away_from="2026-11-20", away_to=None, by=wu.user)

    with pytest.raises(BadHandOver, match="请假"):
        hand_over_orders([order], to=wu, by=zhou.user)
    with pytest.raises(BadHandOver, match="没有登记电话"):
        hand_over_orders([order], to=join(provider, "新人", ""), by=zhou.user)


def test_leave_is_entered_by_oneself_or_by_a(provider, zhou, wu):
    set_leave(wu, away_from="2026-11-24", away_to="2026-11-25", by=zhou.user)
    set_leave(zhou, away_from="2026-11-24", away_to="2026-11-25", by=zhou.user)

    with pytest.raises(BadLeave, match="A角"):
        set_leave(zhou, away_from=None, away_to=None, by=wu.user)
    with pytest.raises(BadLeave, match="A角"):
        set_leave(zhou, away_from=None, away_to=None, by=join(ProviderFactory(), "外人", "").user)


def test_a_leave_ends_after_it_begins(wu):
    with pytest.raises(BadLeave, match="早于"):
        set_leave(wu, away_from="2026-11-25", away_to="2026-11-24", by=wu.user)


def told(order, at, day):
    return [member.user.display_name for member in members_to_tell(order, at(f"{day} 09:00").date())]


def test_the_handler_is_told_then_a_then_b_then_nobody(order, provider, zhou, wu, at):
    sun = join(provider, "孙工", "13900004444")
    hand_over_orders([order], to=sun, by=zhou.user)
    for member, first in ((sun, "2026-11-24"), (zhou, "2026-11-25"), (wu, "2026-11-26")):
        Membership.objects.filter(pk=member.pk).update(away_from=first, away_to="2026-11-26")
    order.refresh_from_db()

    days = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]

    assert [told(order, at, day) for day in days] == [["孙工"], ["周工"], ["吴工"], [], ["孙工"]]


def test_while_nobody_is_there_the_office_is_told(order, zhou, at):
    Membership.objects.update(away_from="2026-11-23")

    tell_provider(order, "order.amended", at=at("2026-11-24 09:00"))

    assert Message.objects.get(kind="order.amended").channel == "email"


@pytest.mark.parametrize(("name", "handler"), [("周工", "周工"), ("吴工", "吴工"), ("班长老李", "周工")])
def test_whoever_acknowledges_or_is_named_has_it_in_hand(order, clerk, zhou, wu, name, handler):
    given = accepted_order(order.provider, clerk)

    acknowledge_order(given, by=zhou.user, handler_name=name, needs_survey=True)

    given.refresh_from_db()
    assert (given.handler.display_name, given.handler_name) == (handler, name)


def test_a_providers_own_system_has_no_account(order, clerk):
    given = accepted_order(order.provider, clerk)

    acknowledge_order(given, by=SYSTEM, handler_name="班长老李", needs_survey=True)

    given.refresh_from_db()
    assert given.handler is None


def accepted_order(provider, clerk):
    ServiceAreaFactory(provider=provider)
    request = ServiceRequestFactory(service="water")
    accept_application(request.application, by=clerk)
    return request.orders.get()


def test_a_system_names_its_handler_whom_the_desk_knows_or_not(order, wu):
    name_handler(order, name="吴工", phone="13900002222", by=SYSTEM)
    assert (order.handler, order.handler_phone) == (wu.user, "13900002222")

    name_handler(order, name="临时工", phone="13900003333", by=SYSTEM)

    order.refresh_from_db()
    assert (order.handler, order.handler_name) == (None, "临时工")
    assert order.application.events.filter(verb="order.handed_over").count() == 2
