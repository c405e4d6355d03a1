"""Who walks: the fast client of Django, or people with Chromium in their hands and one clock for all of them."""

import pytest

from common import clock

from . import hands
from .chromium import Chromium


class OneClock:
    """Stands for every thread: the pages of ``live_server`` are made in others than the test."""

    def __init__(self):
        self.moment = None

    def get(self):
        return self.moment

    def set(self, moment):
        before, self.moment = self.moment, moment
        return before

    reset = set


@pytest.fixture(autouse=True)
def walkers(request, monkeypatch):
    """Prepared before anybody of the walk takes a browser in hand."""
    if getattr(request, "param", "client") == "chromium":
        monkeypatch.setattr(clock, "_moved_to", OneClock())
        opened = Chromium(request.getfixturevalue("open_page"), request.node.originalname)
        monkeypatch.setattr(hands, "in_hand", opened.in_hand)
