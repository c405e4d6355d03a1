"""A pause as it is shown to applicant, supervisor and office: what it is based on, how long it may last."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_date
from milestones.allowances import allowance_of
from milestones.models import Span
from milestones.pauses import Allowance, days_stopped

from .deadlines import day_text

STATES = {
    "running": gettext_lazy("暂停中"),
    "ended": gettext_lazy("已恢复计时"),
    "expired": gettext_lazy("达到上限，已自动恢复"),
    "revoked": gettext_lazy("已撤销"),
}


@dataclass(frozen=True)
class PauseCard:
    """``days``: working days the clock has stood still because of it, up to yesterday."""

    pause: Span
    allowance: Allowance
    days: int

    @property
    def milestone(self):
        return self.pause.milestone

    @property
    def state(self):
        if self.pause.revoked_at:
            return "revoked"
        if self.pause.expired_at:
            return "expired"
        return "ended" if self.pause.ends_at else "running"

    @property
    def word(self):
        return STATES[self.state]

    @property
    def may_be_doubted(self):
        return not (self.pause.objected_at or self.pause.revoked_at)

    @property
    def is_doubted(self):
        """An objection nobody has judged yet."""
        return bool(self.pause.objected_at) and not (self.pause.upheld_at or self.pause.revoked_at)

    @property
    def expected(self):
        return day_text(self.pause.expected_until) if self.pause.expected_until else ""

    @property
    def limit(self):
        """How long it may last at the most, while it lasts."""
        last_day: date | None = self.allowance.last_day
        if self.state != "running" or last_day is None:
            return ""
        if self.pause.allowed_until:
            return _("经批准最晚到 %s，次日起恢复计时") % day_text(last_day)
        return _("最晚到 %(day)s，次日起恢复计时（同一原因最多 %(most)d 个工作日）") % {
            "day": day_text(last_day),
            "most": self.allowance.most,
        }


def build_card(pause, calendar, today):
    """``pause`` with its milestone and the spans of it prefetched."""
    opened_on = local_date(pause.milestone.counting_from)
    until = date.fromordinal(today.toordinal() - 1)
    return PauseCard(pause, allowance_of(pause, calendar), days_stopped(pause, opened_on, calendar, until))
