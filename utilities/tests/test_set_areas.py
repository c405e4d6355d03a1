import pytest

from applications.tests.factories import town
from utilities.forms import AreasForm
from utilities.models import ServiceArea
from utilities.services import set_areas

from .factories import ProviderFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db


def test_several_towns_get_their_provider_at_once():
    provider, towns = ProviderFactory(), [town("120117001"), town("120117002")]

    set_areas("water", "", towns, provider)

    assert set(ServiceArea.objects.values_list("town", "provider")) == {
        (town.pk, provider.pk) for town in towns
    }


def test_what_stood_there_is_replaced_and_kept_in_the_history():
    area = ServiceAreaFactory()

    set_areas("water", "", [area.town], None)

    area.refresh_from_db()
    assert (area.provider, area.history.count()) == (None, 2)


def test_what_stays_the_same_leaves_no_history():
    area = ServiceAreaFactory()

    set_areas("water", "", [area.town], area.provider)

    assert area.history.count() == 1


@pytest.mark.parametrize(
    ("part", "is_fine"),
    [("network:mobile", True), ("network:unicom", False), ("water", False)],
    ids=["its own", "another carrier", "another service"],
)
def test_a_provider_is_set_for_its_own_part_only(part, is_fine):
    provider = ProviderFactory(service="network", carrier="mobile")

    form = AreasForm({"part": part, "provider": provider.pk, "towns": [town().pk]})

    assert form.is_valid() is is_fine
