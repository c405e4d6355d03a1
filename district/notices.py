"""What a holiday notice may say, and how it is read from a CSV file: date,kind[,name].

Pure: reads text and dates; what is wrong is said in a ``BadNotice``, with the line it stands in.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WEEKDAYS = [
    gettext_lazy("星期一"),
    gettext_lazy("星期二"),
    gettext_lazy("星期三"),
    gettext_lazy("星期四"),
    gettext_lazy("星期五"),
]
# On these every notice since 2008 gives a holiday: a list without them is not the whole of it.
SURE_HOLIDAYS = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]
MAX_LINES = 200
MAX_NAME = 20


class Kind(models.TextChoices):
    REST = "rest", gettext_lazy("放假")
    WORK = "work", gettext_lazy("上班")


KINDS = {"rest": Kind.REST, "放假": Kind.REST, "休": Kind.REST, "休息": Kind.REST}
KINDS |= {"work": Kind.WORK, "上班": Kind.WORK, "班": Kind.WORK, "调休上班": Kind.WORK}


class BadNotice(ValueError):
    """The days given cannot be those of a notice. The text is one sentence, or one a line, for the user."""


@dataclass(frozen=True)
class NoticeDay:
    """One day a notice names."""

    day: date
    kind: Kind
    name: str = ""


def check_day(day: date, kind: str, year: int) -> str:
    """What is wrong with ``day`` in the notice for ``year``; '' when nothing is.

    New Year's holiday may begin in the December before.
    """
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        return _("%(day)s 不属于 %(year)d 年的安排。") % {"day": day, "year": year}
    if kind == Kind.WORK and day.weekday() < 5:
        return _("%(day)s 是%(weekday)s，本来就上班，不应列为调休上班日，请核对日期。") % {
            "day": day,
            "weekday": WEEKDAYS[day.weekday()],
        }
    return ""


def check_notice(days: Iterable[NoticeDay], year: int):
    """Raise ``BadNotice`` unless ``days`` may be the whole of the notice for ``year``."""
    days = list(days)
    problems = [problem for entry in days if (problem := check_day(entry.day, entry.kind, year))]
    listed = [entry.day for entry in days]
    problems += [_("%s 重复出现。") % day for day in sorted({day for day in listed if listed.count(day) > 1})]
    resting = {entry.day for entry in days if entry.kind == Kind.REST}
    missing = [str(day) for day in (date(year, *sure) for sure in SURE_HOLIDAYS) if day not in resting]
    if missing:
        problems.append(_("缺少法定节假日 %s，内容可能不完整。") % "、".join(missing))
    if problems:
        raise BadNotice("\n".join(problems))


def read_notice(text: str) -> tuple[int, list[NoticeDay]]:
    """The year and the days of one notice as CSV. Raises ``BadNotice`` that names every wrong line."""
    days, problems, seen = [], [], {}
    for number, row in _rows(text):
        try:
            entry = _read_row(row)
            if entry.day in seen:
                raise BadNotice(
                    _("日期 %(day)s 与第 %(first)d 行重复。") % {"day": entry.day, "first": seen[entry.day]}
                )
        except BadNotice as error:
            problems.append(_at_line(number, error))
        else:
            seen[entry.day] = number
            days.append(entry)
    if not days and not problems:
        raise BadNotice(_("文件中没有日期。每行应为：日期,类别,节日，例如 2027-01-01,rest,元旦。"))
    year = _year_of(days)
    problems += [
        _at_line(seen[entry.day], problem)
        for entry in days
        if (problem := check_day(entry.day, entry.kind, year))
    ]
    if problems:
        raise BadNotice("\n".join(problems))
    return year, days


def _year_of(days: list[NoticeDay]) -> int:
    """The year most days lie in, so that one mistyped year is the line named as wrong."""
    return Counter(entry.day.year for entry in days).most_common(1)[0][0] if days else 0


def _rows(text: str):
    """The rows that hold something, with their line numbers, without the heading."""
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise BadNotice(_("文件超过 %d 行，不像是一年的节假日安排。") % MAX_LINES)
    for number, row in enumerate(csv.reader(lines), 1):
        cells = [cell.strip() for cell in row]
        is_heading = number == 1 and cells[:1] and cells[0].lower() in ("date", "日期")
        if any(cells) and not is_heading:
            yield number, cells


def _read_row(cells: list[str]) -> NoticeDay:
    if len(cells) not in (2, 3):
        raise BadNotice(_("应有 2 或 3 列（日期,类别,节日），现在是 %d 列。") % len(cells))
    name = cells[2] if len(cells) == 3 else ""
    if len(name) > MAX_NAME:
        raise BadNotice(_("节日名称超过 %d 个字。") % MAX_NAME)
    return NoticeDay(_read_date(cells[0]), _read_kind(cells[1]), name)


def _read_date(text: str) -> date:
    """A date as 2027-01-01 or, as spreadsheets write it, 2027/1/1."""
    try:
        day = date(*(int(part) for part in text.replace("/", "-").split("-", 2)))
    except (ValueError, TypeError) as error:
        raise BadNotice(_("日期“%s”无法识别，应写作 2027-01-01。") % text) from error
    if not 2000 <= day.year < 2100:
        raise BadNotice(_("日期“%s”的年份不对，应写作 2027-01-01。") % text)
    return day


def _read_kind(text: str) -> Kind:
    if text.lower() not in KINDS:
        raise BadNotice(_("类别“%s”无法识别，应为 rest（放假）或 work（上班）。") % text)
    return KINDS[text.lower()]


def _at_line(number: int, problem) -> str:
    return _("第 %(number)d 行：%(problem)s") % {"number": number, "problem": problem}
