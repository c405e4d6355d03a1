from datetime import date

import pytest

from district.notices import Kind, NoticeDay
from district.signals import calendar_changed

SURE_2027 = ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-02", "2027-10-03"]


@pytest.fixture
def days_2027():
    """The least a notice for 2027 can say."""
    return [NoticeDay(date.fromisoformat(day), Kind.REST, "") for day in SURE_2027]


@pytest.fixture
def csv_2027():
    return "date,kind,name\n" + "".join(f"{day},rest,\n" for day in SURE_2027)


@pytest.fixture
def heard():
    """The announcements of ``calendar_changed`` as (years, by)."""
    announcements = []

    def listen(sender, years, by, **kwargs):
        announcements.append((years, by))

    # The other listeners belong to apps above; what they do is tested there.
    others, calendar_changed.receivers = calendar_changed.receivers, []
    calendar_changed.sender_receivers_cache.clear()
    calendar_changed.connect(listen)
    yield announcements
    calendar_changed.receivers = others
    calendar_changed.sender_receivers_cache.clear()
