"""Of what several providers say of a stretch the strictest stands, until the office has looked at it."""

from datetime import date

import pytest

from accounts.tests.factories import UserFactory
from utilities.tests.factories import ProviderFactory
from works.models import RoadSection
from works.picture import standing_text
from works.services.sections import correct_section, take_section
from works.strictest import RULES

from .cases import along, give, orders_of, planned_case, road

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db):
    return ProviderFactory(service="water"), ProviderFactory(service="gas")


def facts_of(section, **changed):
    return {name: getattr(section, name) for name in RULES} | changed


def test_what_is_said_later_is_not_lost(two):
    water, gas = two
    road(said_by=water, green_m2=10, surface="earth", is_inside_plot=True)

    section = road(said_by=gas, green_m2=30, trees_to_move=2, is_river=True, built_on=date(2025, 5, 1))

    assert (section.surface, section.green_m2, section.trees_to_move) == ("asphalt", 30, 2)
    assert (section.is_river, section.is_inside_plot, section.built_on) == (True, False, date(2025, 5, 1))
    assert "按较严的执行" in standing_text(section)


def test_what_is_said_first_holds_against_a_milder_word(two):
    water, gas = two
    road(said_by=water, green_m2=30, is_wetland=True)

    section = road(said_by=gas, metres=90)

    assert (section.metres, section.green_m2, section.is_wetland) == (100, 30, True)
    assert section.differs_since is not None


def test_who_says_it_anew_takes_back_what_he_said_before(two):
    water, gas = two
    road(said_by=water, green_m2=10)
    road(said_by=gas, green_m2=3000)

    section = road(said_by=gas, green_m2=10)

    assert (section.green_m2, section.differs_since) == (10, None)


def test_who_says_the_same_changes_nothing(two):
    water, gas = two
    road(said_by=water)

    section = road(said_by=gas)

    assert (section.differs_since, section.changed_at) == (None, None)


def test_what_stood_before_anybodys_word_was_kept_counts_as_one(two):
    road(said_by=two[0], green_m2=30).words.all().delete()

    assert road(said_by=two[1]).green_m2 == 30


def test_what_the_office_has_corrected_stands_and_a_later_word_is_put_before_it_again(two, at):
    water, gas = two
    section = road(said_by=water, green_m2=30, built_on=None)
    at("2026-11-24 09:00")
    correct_section(section, facts_of(section, green_m2=20), by=UserFactory(display_name="赵统筹"))
    at("2026-11-25 09:00")

    section = road(said_by=gas, green_m2=25, built_on=date(2025, 5, 1))

    assert (section.green_m2, section.built_on, section.corrected_by) == (20, date(2025, 5, 1), "赵统筹")
    assert section.differs_since is not None


def test_looked_at_it_is_off_the_list_though_nothing_was_changed(two):
    water, gas = two
    road(said_by=water)
    section = road(said_by=gas, is_river=True)

    correct_section(section, facts_of(section), by=UserFactory())

    section = RoadSection.objects.get()
    assert (section.is_river, section.differs_since, standing_text(section)) == (
        True,
        None,
        "已由统筹办公室核对。",
    )


YARD = {"street": "院内", "from_point": "大门", "to_point": "配电房", "metres": 100, "surface": "concrete"}


def yard(order, **facts):
    return take_section(order, **YARD | {"is_inside_plot": True} | facts)


def test_a_yard_is_of_one_case_whatever_others_call_theirs():
    case, other = planned_case(), planned_case(("water",))
    water, power = orders_of(case).values()
    own = yard(water)

    anothers = yard(orders_of(other)["water"], metres=30, trees_to_fell=3)

    own.refresh_from_db()
    assert (own.pk == anothers.pk, own.metres, own.trees_to_fell) == (False, 100, 0)
    assert yard(power, is_inside_plot=False) == own  # of the same case, and said otherwise
    assert set(RoadSection.objects.open_to(case)) == {own}
    assert list(RoadSection.objects.roads()) == []


def test_what_the_case_knows_as_a_road_is_that_road_whoever_takes_it_for_the_yard():
    water, power = orders_of(planned_case()).values()
    known = road("光明路")
    give(water, along(known))
    names = {name: getattr(known, name) for name in ("street", "from_point", "to_point")}

    assert take_section(power, **names, metres=100, surface="asphalt", is_inside_plot=True) == known
