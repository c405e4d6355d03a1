"""How a visit is said in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Half

WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


def half_day_text(on, half):
    """2026-11-30（周一）上午"""
    return _("%(day)s（%(weekday)s）%(half)s") % {
        "day": on.isoformat(),
        "weekday": WEEKDAYS[on.weekday()],
        "half": Half(half).label if half else "",
    }


def when_text(visit):
    return half_day_text(visit.on, visit.half)


def counter_text(visit):
    return half_day_text(visit.counter_on, visit.counter_half) if visit.counter_on else ""


def wish_text(visit):
    return half_day_text(visit.wished_on, visit.wished_half) if visit.wished_on else ""
