import json
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from accounts.roles import RoleName
from common import clock
from milestones.alerts import raise_alerts
from milestones.models import Alert, AlertLevel
from milestones.stages import Stage
from outbox.models import Message
from utilities.models import Membership
from utilities.tests.factories import MemberFactory, make_user

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(at):
    with clock.moved_to(at):
        raise_alerts()


def levels(order):
    return list(Alert.objects.filter(milestone__order=order).order_by("pk").values_list("level", flat=True))


@pytest.fixture
def order(accept):
    order = accept("water")["water"]
    MemberFactory(provider=order.provider)
    return order


def test_nothing_is_said_on_the_day_of_opening(order):
    look(MONDAY + timedelta(hours=5))

    assert levels(order) == []


def test_the_last_day_is_told_once(order):
    look(MONDAY + DAY)
    look(MONDAY + DAY + timedelta(hours=1))

    assert levels(order) == [AlertLevel.DUE_SOON]


def test_overdue_is_told_once_after_the_last_day(order):
    look(MONDAY + DAY)
    look(MONDAY + 2 * DAY)
    look(MONDAY + 3 * DAY)

    assert levels(order) == [AlertLevel.DUE_SOON, AlertLevel.OVERDUE]


def test_overdue_begins_at_local_midnight(order):
    look(datetime(2026, 11, 24, 23, 59, 59, tzinfo=clock.LOCAL))
    before = levels(order)
    look(datetime(2026, 11, 25, 0, 0, tzinfo=clock.LOCAL))

    assert (before, levels(order)) == ([AlertLevel.DUE_SOON], [AlertLevel.DUE_SOON, AlertLevel.OVERDUE])


def test_handlers_hear_of_it_in_office_hours(order):
    look(datetime(2026, 11, 24, 3, 0, tzinfo=clock.LOCAL))

    sms = Message.objects.get(kind="milestone.due_soon", channel="sms")
    assert sms.recipient == "13920005678"
    assert sms.not_before == datetime(2026, 11, 24, 9, 0, tzinfo=clock.LOCAL)


def test_b_hears_of_it_while_a_is_away(order):
    Membership.objects.update(away_from=MONDAY.date(), away_to=MONDAY.date() + 3 * DAY)
    stand_in = MemberFactory(provider=order.provider, role="B")
    stand_in.user.phone = "13920007777"
    stand_in.user.save()

    look(MONDAY + DAY)

    assert Message.objects.get(kind="milestone.due_soon", channel="sms").recipient == "13920007777"


def test_the_eve_of_a_long_holiday_tells_what_falls_due_right_after_it(accept):
    eve = datetime(2026, 9, 30, 9, tzinfo=clock.LOCAL)
    order = accept("water", at=eve)["water"]

    look(eve + timedelta(hours=2))

    assert levels(order) == [AlertLevel.DUE_SOON]
    assert order.milestones.get(stage=Stage.ACKNOWLEDGE).due_on.isoformat() == "2026-10-08"


def test_a_weekend_is_no_long_holiday(accept):
    friday = datetime(2026, 11, 27, 9, tzinfo=clock.LOCAL)
    order = accept("water", at=friday)["water"]

    look(friday + timedelta(hours=2))

    assert levels(order) == []


def test_the_office_is_not_woken_at_midnight(order):
    make_user("13600001111").groups.add(Group.objects.get_or_create(name=RoleName.OFFICE)[0])

    look(datetime(2026, 11, 25, 0, 5, tzinfo=clock.LOCAL))

    sms = Message.objects.get(kind="milestone.overdue", recipient="13600001111")
    assert sms.not_before == datetime(2026, 11, 25, 9, 0, tzinfo=clock.LOCAL)


def test_a_date_that_holds_again_is_no_longer_void(order):
    look(MONDAY + DAY)
    Alert.objects.update(voided_at=MONDAY + DAY)

    look(MONDAY + DAY + timedelta(hours=1))

    assert list(Alert.objects.values_list("level", "voided_at")) == [(AlertLevel.DUE_SOON, None)]


def test_an_estimated_date_is_told_as_one(accept):
    order = accept("water", at=datetime(2026, 12, 31, 9, tzinfo=clock.LOCAL))["water"]
    MemberFactory(provider=order.provider)

    look(datetime(2027, 1, 4, 9, tzinfo=clock.LOCAL))

    sms = Message.objects.get(kind="milestone.due_soon", channel="sms")
    pushed = Message.objects.get(kind="milestone.due_soon", channel="webhook")
    assert sms.text.endswith("截止 2027-01-04（暂估）。")
    assert json.loads(pushed.text)["data"]["is_estimated"] is True
