"""What a body or an address may hold: text, moments, days, amounts. Pure."""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from common.days import LONG_SINCE, YEARS, check_year
from common.letters import can_be_seen

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST_AMOUNT = Decimal("9999999999.99")
SPACES = "\n\r\t"
PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"


class Body(BaseModel):
    """Unknown fields are ignored, so that a newer client may speak to an older portal."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


def parse_moment(text):
    """RFC 3339, with an offset: a clock face alone says nothing. A ``+`` lost in an address is put back."""
    said = re.sub(r" (\d\d:\d\d)$", r"+\1", text) if isinstance(text, str) and len(text) > 19 else text
    if not isinstance(said, str) or not MOMENT.fullmatch(said) or not said.isascii():
        raise ValueError(_("应为带时区的时间，例如 2026-11-23T09:30:00+08:00。"))
    try:
        moment = datetime.fromisoformat(said.upper())
    except ValueError as error:
        raise ValueError(_("没有这个时间。")) from error
    return check_year(moment).astimezone(UTC)


def parse_day(text, years=YEARS):
    if text is None:
        return None
    if not isinstance(text, str) or not DAY.fullmatch(text) or not text.isascii():
        raise ValueError(_("应为日期，例如 2026-11-23。"))
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("没有这一天。")) from error
    return check_year(day, years)


def parse_amount(number):
    """Two decimals at most, as the database keeps them; a text is not a number."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(_("应为数字。"))
    amount = Decimal(str(number))
    if not amount.is_finite() or not 0 <= amount <= MOST_AMOUNT:
        raise ValueError(_("应在 0 至 9999999999.99 之间。"))
    if amount != round(amount, 2):
        raise ValueError(_("最多两位小数。"))
    return round(amount, 2)


def refuse_unprintable(text):
    """PostgreSQL keeps no NUL, and no other control character was ever meant."""
    if any(unicodedata.category(letter) == "Cc" and letter not in SPACES for letter in text):
        raise ValueError(_("含有不可见的控制字符。"))
    if text and not can_be_seen(text):
        raise ValueError(_("请填写看得见的文字。"))
    return text


def text(most, *, least=1, description=""):
    """A text of ``least`` to ``most`` characters."""
    return Annotated[
        str,
        Field(
            min_length=least,
            max_length=most,
            description=description,
            json_schema_extra={"pattern": PRINTABLE},
        ),
        AfterValidator(refuse_unprintable),
    ]


Moment = Annotated[
    datetime,
    BeforeValidator(parse_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "example": "2026-11-23T09:30:00+08:00"}),
]
AS_DAY = WithJsonSchema({"type": "string", "format": "date", "example": "2026-12-01"})
Day = Annotated[date, BeforeValidator(parse_day), AS_DAY]
DayLongSince = Annotated[date, BeforeValidator(partial(parse_day, years=LONG_SINCE)), AS_DAY]
Amount = Annotated[
    Decimal,
    BeforeValidator(parse_amount),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": float(MOST_AMOUNT)}),
]
