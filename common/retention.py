"""How long what is kept (个人信息保护法 19, 47): each app lists its rules as data and says how its rows go.

A rule keeps whole days: what happened on day zero and is kept for 90 days goes in the night after the 90th.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import clock
from .sweeps import sweep

AT_ONCE = 500  # rows of one rule in one run; the rest waits for the next
LEAST_FOR_LOGS = timedelta(days=184)  # 网络安全法 21: no less than six months


class Whose(models.TextChoices):
    APPLICANT = "applicant", gettext_lazy("申请人")
    PROVIDER = "provider", gettext_lazy("专营单位")
    STAFF = "staff", gettext_lazy("工作人员")


@dataclass(frozen=True)
class Keeps:
    """A length of time: of the three only one is given."""

    hours: int = 0
    days: int = 0
    years: int = 0

    def __str__(self):
        if self.years:
            return _("%d 年") % self.years
        return _("%d 天") % self.days if self.days else _("%d 小时") % self.hours

    @property
    def at_least(self):
        return timedelta(hours=self.hours, days=self.days + 365 * self.years)

    def cutoff(self, now):
        """What happened before this moment has been kept long enough."""
        if self.hours:
            return now - timedelta(hours=self.hours)
        return clock.midnight(years_before(clock.local_date(now), self.years) - timedelta(days=self.days))

    def last_day(self, moment):
        """The last day on which what happened at ``moment`` is still there."""
        return years_before(clock.local_date(moment), -self.years) + timedelta(days=self.days)


def years_before(day, years):
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Purged:
    rows: int = 0
    size: int = 0  # bytes
    errors: tuple = ()


@dataclass(frozen=True)
class Rule:
    """One line of the table. ``purge(before, *, dry_run)`` gives a ``Purged``; None: it goes outside the portal.

    ``then``: what happens to it; ``is_prompt``: within the hour, not in the next small hours;
    ``is_confirmed``: the district has agreed to the length.
    """

    code: str
    what: str
    keeps: Keeps
    after: str
    then: str
    affects: tuple[Whose, ...]
    basis: str
    purge: Callable | None = None
    is_log: bool = False
    is_prompt: bool = False
    is_confirmed: bool = False

    def __post_init__(self):
        if self.is_log and self.keeps.at_least < LEAST_FOR_LOGS:
            raise ValueError(f"{self.code}: logs are kept for six months at least (网络安全法 21)")

    @property
    def is_about_applicants(self):
        return Whose.APPLICANT in self.affects

    @property
    def affects_whom(self):
        return "、".join(str(whose.label) for whose in self.affects)

    def run(self, *, now=None, dry_run=False):
        """Let go what has been kept long enough; a dry run only counts it."""
        if self.purge is None:
            return Purged()
        return self.purge(self.keeps.cutoff(now or clock.now()), dry_run=dry_run)


def deleting(find):
    """A purge that deletes the rows ``find(before)`` gives; nothing hangs on them."""

    def purge(before, *, dry_run):
        keys = list(find(before).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if keys and not dry_run:
            with transaction.atomic():
                find(before).filter(pk__in=keys).delete()
        return Purged(len(keys))

    return purge


def erasing(find, erase, measure=lambda row: 0):
    """A purge that calls ``erase`` for each row, locked and looked at again, in a transaction of its own.

    A row somebody uses at the same moment is passed over, one that fails does not hold up the rest.
    ``measure``: how many bytes a row lets go.
    """

    def purge(before, *, dry_run):
        rows = find(before).order_by("pk")[:AT_ONCE]
        if dry_run:
            sizes = [measure(row) for row in rows]
            return Purged(len(sizes), sum(sizes))
        sizes, errors = [], ()

        def act(key):
            with transaction.atomic():
                row = find(before).select_for_update(of=("self",), no_key=True).filter(pk=key).first()
                size = measure(row) if row else 0
                if row:
                    erase(row)
            if row:
                sizes.append(size)

        try:
            sweep(list(rows.values_list("pk", flat=True)), act)
        except ExceptionGroup as group:
            errors = group.exceptions
        return Purged(len(sizes), sum(sizes), errors)

    return purge
