import pytest
from django.forms import ValidationError

from common.days import LONG_SINCE
from common.form_fields import DayField, MomentField


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
