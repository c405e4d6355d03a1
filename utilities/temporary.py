"""Who is told what of a temporary supply: its provider, and once its end has passed the office."""

from django.utils.translation import gettext as _

from common import clock

from .push import tell_office, tell_provider


def tell_of_temporary(order, follow_up, change, *, by):
    """Tell the provider, unless it said so itself; the office has to see that what has ended is ended."""
    if not order.provider.has_member(by):
        tell_provider(
            order, "order.amended", at=clock.now(), changes=["temporary"], temporary=_facts(follow_up, change)
        )
    if change == "overdue":
        tell_office(
            kind="temporary.overdue",
            key=f"temporary.overdue:{follow_up.pk}:{follow_up.until}",
            about=order.number,
            text=_(
                "工单 %(number)s 的临时%(label)s已于 %(until)s 到期，尚未延期、转正式或拆除，请督促%(provider)s处理。"
            )
            % {
                "number": order.number,
                "label": order.request.label,
                "until": follow_up.until,
                "provider": order.provider,
            },
        )


def _facts(follow_up, change):
    return {
        "change": change,
        "until": _day(follow_up.until),
        "wish": follow_up.wish,
        "wished_until": _day(follow_up.wished_until),
    }


def _day(day):
    return day.isoformat() if day else None
