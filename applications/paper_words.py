"""How dates, codes and names are written on papers. Pure; papers are in Chinese only."""

from common.clock import LOCAL

WEEKDAYS = "一二三四五六日"
ORGANISATION_LENGTH = 5  # a person's name has four characters at most, but for a few


def written_day(day):
    """2026年11月27日（周五）"""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def written_moment(moment):
    """2026年11月23日 09:30, as the clock on the wall of the window showed it."""
    local = moment.astimezone(LOCAL)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def written_amount(amount):
    """A quantity without the zeros the database adds: 10, 12.5."""
    return f"{amount.normalize():f}" if amount is not None else ""


def day_parts(day):
    """For the blanks of 年 月 日; nothing, where there is no date."""
    return {"year": day.year, "month": day.month, "day": day.day} if day else {}


def grouped_code(code):
    """ABCD-EFGH-…: easier to read aloud and to type."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain_code(typed):
    """A code as it is stored, from whatever was typed or scanned."""
    return "".join(typed.upper().split()).replace("-", "")


def masked_name(name):
    """Enough to compare for whoever holds the paper, too little for others: 李**, 天津市****公司."""
    if len(name) < ORGANISATION_LENGTH:
        return name[:1] + "*" * (len(name) - 1)
    return f"{name[:3]}****{name[-2:]}"
