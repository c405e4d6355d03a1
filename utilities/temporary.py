"""Who is told what of a temporary supply: its provider, and once its end has passed the office."""

from django.utils.translation import gettext as _

from common import clock
from district.services import when_office_opens

from .push import tell_clerk, tell_office, tell_provider

FOR_WINDOW = {"wished", "due_soon"}  # what somebody has to see to; once it has ended the office is told


def tell_of_temporary(order, follow_up, change, *, by):
    """Tell the provider, unless it said so itself; the office has to see that what has ended is ended.

    Where the applicant took back his consent, the window gets the matter instead of the provider.
    """
    if not order.is_shared:
        _tell_window(order, follow_up, change)
    elif not order.provider.is_behind(by):
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


def _tell_window(order, follow_up, change):
    if change not in FOR_WINDOW:
        return
    tell_clerk(
        order.application,
        kind=f"temporary.{change}",
        key=f"temporary.{change}:{follow_up.pk}:{follow_up.until}:{follow_up.wished_at}",
        text=_(
            "【宁河报装】办件 %(number)s 的临时%(label)s需要处理；申请人已撤回同意，"
            "承办单位不会收到通知，请在“临时用水用电到期”中查看。"
        )
        % {"number": order.application.number, "label": order.request.label},
        not_before=when_office_opens(),
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
