"""Trenches as they are shown: of the others in one only the provider, and whether it is through."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common import clock
from works.models import Dig, DigStatus

from .deadlines import day_text


@dataclass(frozen=True)
class DigView:
    dig: Dig

    @property
    def window(self):
        if self.dig.starts_on is None or self.dig.ends_on is None:
            return _("日期待定")
        return _("计划 %(first)s 开挖，%(last)s 回填") % {
            "first": day_text(self.dig.starts_on),
            "last": day_text(self.dig.ends_on),
        }

    @property
    def moments(self):
        """What has happened, with its day."""
        happened = [
            (_("开挖"), _day_of(self.dig.opened_at)),
            (_("回填"), _day_of(self.dig.closed_at)),
            (_("路面保护期至"), self.dig.protected_until),
            (_("保修期至"), self.dig.warranty_until),
        ]
        return [(label, day_text(when)) for label, when in happened if when]

    @property
    def parties(self):
        return [(party.provider, party.get_role_display(), self._state(party)) for party in self.dig.living]

    def _state(self, party):
        if self.dig.status == DigStatus.CLOSED or party.is_done:
            return _("沟内工作已完成")
        if self.dig.status == DigStatus.PLANNED:
            return ""
        return _("待完成：%s") % "、".join(party.missing)


def _day_of(moment):
    return moment and clock.local_date(moment)


def load_digs(board):
    """The trenches of the orders the viewer may see."""
    orders = [row.order for row in board.rows if row.order]
    rows = Dig.objects.exclude(status=DigStatus.CANCELLED).filter(
        parties__order__in=orders, parties__left_at=None
    )
    return [DigView(dig) for dig in rows.with_parties().distinct().order_by("pk")] or None
