"""The lists of parts and of road sections: own parts only, sections for all, corrected by the office."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from ningshe_portal.roles import sync_roles
from utilities.tests.factories import WorkOrderFactory
from works.models import RoadSection
from works.tests.factories import PlanPartFactory, RoadSectionFactory

pytestmark = pytest.mark.django_db
PARTS = reverse("admin:works_planpart_changelist")


@pytest.fixture
def part(provider):
    return PlanPartFactory(order=WorkOrderFactory(provider=provider), text="自光明路接入")


def shown(answer):
    return list(answer.context["cl"].result_list)


def test_a_provider_finds_its_own_parts_and_no_others(crew, part):
    other = PlanPartFactory()

    page = crew.get(reverse("admin:works_planpart_change", args=[other.pk]))

    assert shown(crew.get(PARTS)) == [part]
    assert page.status_code == 404
    assert "自光明路接入" in crew.get(reverse("admin:works_planpart_change", args=[part.pk])).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_more_parts_cost_no_more_questions(crew, provider, many, django_assert_num_queries):
    for _number in range(many):
        PlanPartFactory(order=WorkOrderFactory(provider=provider))
    crew.get(PARTS)

    with django_assert_num_queries(9):
        assert len(shown(crew.get(PARTS))) == many


@pytest.mark.parametrize(("role", "price"), [("office", 150), ("provider", None)])
def test_the_office_corrects_what_is_known_of_a_section(client, role, price):
    sync_roles()
    section = RoadSectionFactory(metres=100)
    client.force_login(UserFactory(roles=[role], is_staff=True))
    said = {
        "metres": "100",
        "surface": "asphalt",
        "green_m2": "0",
        "trees_to_move": "0",
        "trees_to_fell": "0",
    }

    client.post(
        reverse("admin:works_roadsection_change", args=[section.pk]),
        said | {"dig_cost": "150", "street": "改名路"},
    )

    section = RoadSection.objects.get()
    assert (section.dig_cost, section.street) == (price, "光明路")
