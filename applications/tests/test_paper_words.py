from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from applications import paper_words as words


def test_a_day_is_written_with_its_weekday():
    assert words.written_day(date(2026, 11, 27)) == "2026年11月27日（周五）"


def test_a_moment_is_written_in_local_time():
    assert words.written_moment(datetime(2026, 11, 23, 17, 5, tzinfo=UTC)) == "2026年11月24日 01:05"


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Decimal("10.00"), "10"), (Decimal("12.50"), "12.5"), (Decimal("3000.00"), "3000"), (None, "")],
)
def test_an_amount_is_written_without_idle_zeros(amount, text):
    assert words.written_amount(amount) == text


def test_a_date_fills_three_blanks_or_none():
    assert words.day_parts(date(2026, 11, 3)) == {"year": 2026, "month": 11, "day": 3}
    assert words.day_parts(None) == {}


@pytest.mark.parametrize("typed", ["ABCDEFGH23456789", " abcd-efgh-2345-6789 ", "ABCD EFGH 2345 6789"])
def test_a_code_may_be_typed_as_printed_or_otherwise(typed):
    assert words.plain_code(typed) == "ABCDEFGH23456789"
    assert words.grouped_code(words.plain_code(typed)) == "ABCD-EFGH-2345-6789"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("李建国", "李**"), ("欧阳建国", "欧***"), ("天津市宁河区津沽食品有限公司", "天津市****公司"), ("", "")],
)
def test_a_name_is_masked(name, masked):
    assert words.masked_name(name) == masked
