"""Which days somebody can mean, the same for forms and the API: another year is a slip of the hand. Pure."""

from django.utils.translation import gettext as _

YEARS = range(2000, 2100)
LONG_SINCE = range(1950, 2100)  # of what may be older than all records: a road
WISHED = range(1, 2100)  # of a wish, which is warned of where it is too early


class BadYear(ValueError):
    """A day that exists and cannot be meant. The text is a sentence for whoever typed it."""


def check_year(day, years=YEARS):
    """``day`` (or a moment) as it is. Raises ``BadYear``."""
    if day.year not in years:
        raise BadYear(
            _("年份不在 %(first)d 至 %(last)d 之间，请核对。") % {"first": years[0], "last": years[-1]}
        )
    return day
