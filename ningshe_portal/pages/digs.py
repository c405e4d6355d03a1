"""Trenches as they are shown: of the others in one only the provider, and whether it is through."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from works.models import Dig, DigStatus

from .deadlines import clock_text, day_text, moment_text


@dataclass(frozen=True)
class DigPapers:
    """What an emergency has to make up for: ``words`` say until when, or that it was done."""

    words: str
    left: str
    url: str


def papers_of(dig, number=""):
    """The papers of an emergency; None of a planned trench. ``number``: of the case, for who may open the file."""
    if not dig.is_emergency:
        return None
    if dig.papers_brought_at is None:
        words = _("须在 %s 前补办") % moment_text(dig.papers_due_at)
        return DigPapers(words, clock_text(dig.papers_due_at, clock.now()), "")
    facts = {"at": moment_text(dig.papers_brought_at), "number": dig.papers_number}
    url = reverse("case_dig_papers", args=[number, dig.pk]) if number and dig.papers_file else ""
    return DigPapers(_("%(at)s 已补办，文号 %(number)s") % facts, "", url)


@dataclass(frozen=True)
class DigView:
    """``photos``: their addresses, for who may see them."""

    dig: Dig
    papers: DigPapers | None = None
    photos: tuple = ()

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
            (_("路面保护期至"), self.dig.last_protected_day),
            (_("保修期至"), self.dig.warranty_until),
        ]
        return [(label, day_text(when)) for label, when in happened if when]

    @property
    def parties(self):
        """Each provider once, the lead first: it may lie here for several cases."""
        found = {}
        for party in sorted(self.dig.living, key=lambda party: not party.is_lead):
            found.setdefault(party.provider, []).append(party)
        return [
            (provider, parties[0].get_role_display(), self._state(parties))
            for provider, parties in found.items()
        ]

    def _state(self, parties):
        missing = dict.fromkeys(name for party in parties for name in party.missing)
        if self.dig.status == DigStatus.CLOSED or not missing:
            return _("沟内工作已完成")
        if self.dig.status == DigStatus.PLANNED:
            return ""
        return _("待完成：%s") % "、".join(missing)


def _day_of(moment):
    return moment and clock.local_date(moment)


def load_digs(board):
    """The trenches of the orders the viewer may see; the papers themselves are not the applicant's."""
    orders = [row.order for row in board.rows if row.order]
    rows = Dig.objects.exclude(status=DigStatus.CANCELLED).filter(
        parties__order__in=orders, parties__left_at=None
    )
    number = "" if board.viewer.is_applicant else board.application.number
    rows = rows.with_parties().distinct().order_by("pk")
    return [DigView(dig, papers_of(dig, number)) for dig in rows] or None
