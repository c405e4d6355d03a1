from datetime import date

import pytest
from django import forms
from django.forms import ValidationError

from common.days import LONG_SINCE
from common.form_fields import DayField, MomentField, demand_visible


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (DayField(), "1900-01-01"),
        (DayField(), "9999-12-31"),
        (DayField(years=LONG_SINCE), "1900-01-01"),
        (MomentField(input_formats=["%Y-%m-%dT%H:%M"]), "0001-01-01T00:00"),  # no moment in UTC
    ],
)
def test_a_year_nobody_can_mean_is_refused_with_a_sentence(field, typed):
    with pytest.raises(ValidationError, match="年份不在"):
        field.clean(typed)


def test_a_road_may_be_older_than_the_records():
    assert DayField(years=LONG_SINCE).clean("1988-05-01").year == 1988


@pytest.mark.parametrize(
    "typed", ["2026-11-27", "2026/11/27", "2026.11.27", "2026年11月27日", "２０２６１１２７ "]
)
def test_a_day_may_be_typed_in_any_usual_way(typed):
    assert DayField().clean(typed) == date(2026, 11, 27)


@pytest.mark.parametrize("typed", ["\u200b", "\u2060\ufeff", "\u3164", "\u200b \u200b"])
def test_letters_nobody_can_see_are_no_text(typed):
    field = forms.CharField()
    demand_visible({"reason": field})

    with pytest.raises(ValidationError, match="看得见"):
        field.clean(typed)
    assert field.clean(f"停水{typed}").startswith("停水")
