"""The working calendar and the office hours, as the pure modules want them, and how a year is entered."""

from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from common import clock
from common.workdays import Calendar

from .hours import next_office_moment
from .models import CalendarDay, HolidayNotice, OfficeHours
from .notices import BadNotice, Kind, check_notice, read_notice
from .signals import calendar_changed

MAX_BYTES = 100_000


def load_calendar() -> Calendar:
    """The working calendar of all entered years, in two queries. Not cached: an entry holds at once."""
    days = list(CalendarDay.objects.order_by().values_list("day", "kind"))
    by_kind = {kind: frozenset(day for day, its in days if its == kind) for kind in Kind}
    years = HolidayNotice.objects.order_by().values_list("year", flat=True)
    return Calendar(by_kind[Kind.REST], by_kind[Kind.WORK], frozenset(years))


def load_office_hours() -> tuple[tuple[time, time], ...]:
    """The halves of a working day, earliest first."""
    return tuple(OfficeHours.objects.order_by("opens_at").values_list("opens_at", "closes_at"))


def when_office_opens() -> datetime:
    """Now while the offices are open, else the next opening: no member of staff is told anything before."""
    return next_office_moment(clock.now(), load_calendar(), load_office_hours())


@transaction.atomic
def import_year(year, days, *, title="", by, **facts):
    """Enter the notice for ``year``, whole: ``days`` (``NoticeDay``) replace those entered before.

    ``facts``: document_number, issued_on, url. Raises ``BadNotice``; nothing has changed then.
    """
    days = list(days)
    check_notice(days, year)
    notice = _write_notice(year, title, facts, by=by)
    _refuse_days_of_others(notice, days)
    before = set(notice.days.values_list("day", flat=True))
    _replace_days(notice, days, by=by)
    announce_calendar_change({year} | {day.year for day in before | {entry.day for entry in days}}, by=by)
    return notice


def import_calendar_csv(file, *, title="", by, **facts):
    """Enter the notice in an opened file of bytes: lines of date,kind[,name]. Raises ``BadNotice``."""
    year, days = read_notice(_decode(file.read(MAX_BYTES + 1)))
    return import_year(year, days, title=title, by=by, **facts)


def announce_calendar_change(years, *, by):
    """Say that working days have changed; due dates are computed again in the same transaction."""
    calendar_changed.send(HolidayNotice, years=frozenset(years), by=by)


def _write_notice(year, title, facts, *, by):
    """The row of the notice, locked; facts left out keep what was known of it."""
    notice = HolidayNotice.objects.select_for_update().filter(year=year).first() or HolidayNotice(year=year)
    notice.title = title or notice.title or _("国务院办公厅关于%d年部分节假日安排的通知") % year
    for name, value in facts.items():
        setattr(notice, name, value or getattr(notice, name))
    notice._history_user = _user(by)
    notice.save()
    return notice


def _refuse_days_of_others(notice, days):
    others = CalendarDay.objects.exclude(notice=notice).filter(day__in=[entry.day for entry in days])
    problems = [
        _("%(day)s 已列入 %(year)d 年的安排，请先在那里删除。")
        % {"day": other.day, "year": other.notice.year}
        for other in others.select_related("notice")
    ]
    if problems:
        raise BadNotice("\n".join(problems))


def _replace_days(notice, days, *, by):
    """Leave alone what stays the same, so that the history shows only what has changed."""
    present = {(row.day, row.kind, row.name): row for row in notice.days.all()}
    wanted = {(entry.day, str(entry.kind), entry.name) for entry in days}
    for row in (present[key] for key in present.keys() - wanted):
        row._history_user = _user(by)
        row.delete()
    rows = [
        CalendarDay(notice=notice, day=day, kind=kind, name=name)
        for day, kind, name in wanted - present.keys()
    ]
    bulk_create_with_history(sorted(rows, key=lambda row: row.day), CalendarDay, default_user=_user(by))


def _user(by):
    """``by`` where it is a person with a row; an actor leaves no user in the history."""
    return by if getattr(by, "pk", None) else None


def _decode(content: bytes) -> str:
    """UTF-8, or GB 18030 as spreadsheets in Chinese write it."""
    if len(content) > MAX_BYTES:
        raise BadNotice(_("文件过大，不像是一年的节假日安排。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadNotice(_("文件无法读取，请另存为 CSV（UTF-8）格式后再上传。"))
