"""The ground is opened first: also on a road nobody has named yet."""

from datetime import timedelta

import pytest

from accounts.actors import SYSTEM
from common import clock
from utilities.tests.factories import ProviderFactory
from works.models import Dig, DigStatus, RoadSection
from works.services.digging import BadDig
from works.services.emergencies import open_emergency_dig

from .cases import road

pytestmark = pytest.mark.django_db
NAMED = {
    "street": "光明 路",
    "from_point": "团结道路口",
    "to_point": "幸福道口",
    "metres": 6,
    "surface": "earth",
}


def dig_at(order, cause="水管爆裂", at=None, **named):
    return open_emergency_dig(order, named=NAMED | named, cause=cause, at=at, by=SYSTEM)


def test_a_road_nobody_has_named_is_named_by_the_crew(water):
    dig = dig_at(water, street="晨曦路")

    assert (dig.status, str(dig.section)) == (DigStatus.OPEN, "晨曦路（团结道路口至幸福道口）")
    assert (dig.section.town, dig.section.metres) == (water.application.town, 6)
    assert dig.section.words.get().provider == water.provider


def test_a_road_there_is_is_the_same_one_and_what_is_known_of_it_stands(water):
    known = road(said_by=water.provider, green_m2=30, is_river=True)
    road(said_by=ProviderFactory(service="gas"), green_m2=30, is_river=True)

    dig = dig_at(water)

    known.refresh_from_db()
    assert dig.section == known
    assert (known.metres, known.surface, known.is_river, known.differs_since) == (100, "asphalt", True, None)
    assert set(known.words.values_list("surface", flat=True)) == {"asphalt"}


def test_twice_on_a_road_named_alike_is_two_digs_on_one_section(water):
    first = dig_at(water, street="晨曦路")

    second = dig_at(water, cause="阀门漏水", street="晨曦路", from_point="幸福道", to_point="团结道")

    assert (first.pk != second.pk, first.section) == (True, second.section)


@pytest.mark.parametrize("ago", [None, timedelta(hours=1)], ids=["at once", "typed"])
def test_who_presses_twice_has_opened_one(ago, water, at):
    at(clock.now() + timedelta(hours=2))
    opened_at = clock.now() - ago if ago else None

    first, second = dig_at(water, at=opened_at), dig_at(water, at=opened_at)

    assert (first, Dig.objects.filter(kind="emergency").count()) == (second, 1)
    assert water.application.events.filter(verb="dig.emergency").count() == 1


@pytest.mark.parametrize(
    ("status", "cause"), [("open", " "), ("withdrawn", "水管爆裂")], ids=["no cause", "ended"]
)
def test_where_nothing_is_dug_no_road_is_named(water, status, cause):
    type(water).objects.filter(pk=water.pk).update(status=status)

    with pytest.raises(BadDig):
        open_emergency_dig(water, named=NAMED, cause=cause, by=SYSTEM)

    assert not Dig.objects.filter(kind="emergency").exists()
    assert not RoadSection.objects.filter(street="光明 路").exists()
