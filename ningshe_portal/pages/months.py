"""A month as it stands in an address, ``2026-11``: when it begins and ends in Tianjin. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404

from common.clock import midnight

FORM = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    first: date

    def __str__(self):
        return f"{self.first:%Y-%m}"

    @property
    def following(self):
        return Month((self.first + timedelta(days=32)).replace(day=1))

    @property
    def earlier(self):
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def last(self) -> date:
        return self.following.first - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return midnight(self.following.first)


def month_of(text):
    """The month an address names, None where it names none; 404 for what is no month."""
    if not text:
        return None
    if not FORM.fullmatch(text) or not text.isascii():
        raise Http404
    return Month(date.fromisoformat(f"{text}-01"))
