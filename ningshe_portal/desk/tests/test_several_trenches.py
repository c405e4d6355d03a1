"""An order with several trenches on its page: each is opened and reported by itself."""

import pytest

from works.models import Dig, DigParty
from works.tests.cases import along, orders_of, road
from works.tests.trench import dug_case

from .conftest import page_of
from .test_act_on_order import picture
from .test_dig_trenches import act, now


@pytest.fixture(autouse=True)
def on_friday(at, db):
    at("2026-11-27 10:00")


def test_a_photo_sent_for_one_of_two_trenches_is_kept_if_another_was_opened_meanwhile(enter):
    order = orders_of(dug_case(along(road()), along(road(street="沿河路")), services=["water"]))["water"]
    crew, (first, second) = enter(order), Dig.objects.order_by("pk")
    told = {"dig": second.pk, "at": "2026-12-31T10:00", "photos": picture()}
    back = act(crew, order, "dig-open", **told).context["form"]
    act(crew, order, "dig-open", dig=first.pk, at=now())

    act(crew, order, "dig-open", dig=second.pk, at=now(), uploaded=back.data["uploaded"])

    assert len(DigParty.objects.get(dig=second, order=order).photos) == 1


@pytest.mark.parametrize("service", ["water", "power"], ids=["who leads", "who does not"])
def test_who_leads_each_of_four_is_asked_once_for_all_buttons(enter, service, django_assert_max_num_queries):
    roads = [along(road(street=street)) for street in ("光明路", "沿河路", "新华路", "震新路")]
    order = orders_of(dug_case(*roads))[service]
    crew = enter(order)
    crew.get(page_of(order))

    with django_assert_max_num_queries(124):
        crew.get(page_of(order))
