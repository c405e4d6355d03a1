"""Fields every form shares: a day and a moment as somebody can mean them."""

from functools import partial

from django import forms

from .days import YEARS, BadYear, check_year


def validate_year(day, years):
    try:
        check_year(day, years)
    except BadYear as error:
        raise forms.ValidationError(str(error)) from error


class DayField(forms.DateField):
    def __init__(self, *, years=YEARS, **options):
        super().__init__(**options)
        self.validators.append(partial(validate_year, years=years))


class MomentField(forms.DateTimeField):
    """Far from our years no moment survives the way to UTC, which is how the database keeps it."""

    def __init__(self, **options):
        super().__init__(**options)
        self.validators.append(partial(validate_year, years=YEARS))
