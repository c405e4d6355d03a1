"""Alerts: raised once per milestone, level and due date; the handlers hear first, then the office."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.sweeps import sweep
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours
from outbox.models import Channel, Message
from outbox.services import build_message
from utilities.push import tell_office, tell_provider
from utilities.selectors import members_to_tell

from .lamps import Lamp, lamp
from .models import Alert, AlertLevel, Milestone
from .stages import Stage

LONG_REST = 3  # days without office: more than a weekend


def raise_alerts():
    """Look at every running clock and raise what has become due soon or overdue since the last look."""
    calendar, hours, now = load_calendar(), load_office_hours(), clock.now()
    today = clock.local_date(now)
    horizon = last_day_to_warn(today, calendar)
    opens_at = next_office_moment(now, calendar, hours)

    def look_at(milestone):
        level = alert_level(milestone, today=today, horizon=horizon, calendar=calendar)
        if level:
            raise_alert(milestone, level, not_before=opens_at)

    running = Milestone.objects.running().exclude(due_on=None)
    joined = ("application__clerk", "request", "order__provider__endpoint", "order__request__application")
    sweep(running.select_related(*joined), look_at)


def last_day_to_warn(today, calendar):
    """Today, or before a long rest the first working day after it: what falls due there is told now."""
    following = calendar.next_workday(today + timedelta(days=1))
    if calendar.is_workday(today) and (following - today).days > LONG_REST:
        return following
    return today


def alert_level(milestone, *, today, horizon, calendar):
    """Which alert a running clock asks for now, if any."""
    if milestone.due_on < today:
        return AlertLevel.OVERDUE
    if not milestone.is_counting:
        return None
    shown = lamp(
        due_on=milestone.due_on,
        limit=milestone.limit_days,
        unit=milestone.limit_unit,
        is_counting=True,
        calendar=calendar,
        today=today,
    )
    return AlertLevel.DUE_SOON if shown == Lamp.YELLOW or milestone.due_on <= horizon else None


@transaction.atomic
def raise_alert(milestone, level, *, not_before):
    """Raise an alert unless it has been raised; tells the handlers, and the office when it is overdue."""
    alert, is_new = Alert.objects.get_or_create(milestone=milestone, level=level, due_on=milestone.due_on)
    if not is_new:
        _revive(alert)
        return
    text = _("【宁河报装】%(what)s：%(level)s，截止 %(due)s。") % {
        "what": milestone,
        "level": alert.get_level_display(),
        "due": _("%s（暂估）") % milestone.due_on if milestone.is_estimated else milestone.due_on,
    }
    key = f"milestone.{level}:{milestone.pk}:{milestone.due_on}"
    is_told = tell_handlers(milestone, text=text, key=key, kind=f"milestone.{level}", not_before=not_before)
    if milestone.order_id and milestone.order.provider.endpoint_id:
        tell_provider(
            milestone.order,
            f"milestone.{level}",
            at=clock.now(),
            stage=milestone.stage,
            due_on=milestone.due_on.isoformat(),
            is_estimated=milestone.is_estimated,
        )
    if level == AlertLevel.OVERDUE or not is_told:
        tell_office(
            kind=f"milestone.{level}", key=key, about=_about(milestone), text=text, not_before=not_before
        )


def tell_handlers(milestone, *, text, key, kind, not_before):
    """An SMS to whoever has the stage in hand; whether there was anybody to tell."""
    messages = _sms_to_handlers(milestone, text=text, key=key, kind=kind, not_before=not_before)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return bool(messages)


def _revive(alert):
    """The date moved away and back again: what was said of it is true after all."""
    if alert.voided_at:
        alert.voided_at = None
        alert.save(update_fields=["voided_at"])


def _about(milestone):
    return milestone.order.number if milestone.order_id else milestone.application.number


def _sms_to_handlers(milestone, *, text, key, kind, not_before):
    """The handler of the order, while he is away A, then B; for INTAKE the first-contact clerk."""
    return [
        build_message(
            channel=Channel.SMS,
            recipient=user.phone,
            kind=kind,
            body=text,
            key=f"{key}:{user.pk}",
            about=_about(milestone),
            not_before=not_before,
        )
        for user in _handlers(milestone)
        if user.phone
    ]


def _handlers(milestone):
    if milestone.stage == Stage.INTAKE:
        clerk = milestone.application.clerk
        return [clerk] if clerk and clerk.is_active else []
    order = milestone.order or milestone.request.orders.living().select_related("provider").first()
    return [member.user for member in members_to_tell(order, clock.today())] if order else []
