import pytest

from accounts.actors import SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Waiting
from applications.services import wait_for_network
from applications.tests.factories import ServiceRequestFactory, town
from utilities.areas import save_area, set_areas
from utilities.forms import AreasForm
from utilities.models import ServiceArea

from .factories import ProviderFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db


def test_several_towns_get_their_provider_at_once():
    provider, towns = ProviderFactory(), [town("120117001"), town("120117002")]

    set_areas("water", "", towns, provider, by=SYSTEM)

    assert set(ServiceArea.objects.values_list("town", "provider")) == {
        (town.pk, provider.pk) for town in towns
    }


def test_what_stood_there_is_replaced_and_kept_in_the_history():
    area = ServiceAreaFactory()

    set_areas("water", "", [area.town], None, by=SYSTEM)

    area.refresh_from_db()
    assert (area.provider, area.history.count()) == (None, 2)


def test_what_stays_the_same_leaves_no_history():
    area = ServiceAreaFactory()

    set_areas("water", "", [area.town], area.provider, by=SYSTEM)

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


@pytest.fixture
def waiting():
    """Somebody in a town without gas who wants to know when it comes."""
    request = ServiceRequestFactory(
        service="gas", status="unavailable", application__status="terminated", application__town=town()
    )
    wait_for_network(request.application, [request], by=SYSTEM)
    return Waiting.objects.get()


def gas_area(provider=None):
    return ServiceArea.objects.create(service="gas", town=town(), provider=provider)


def test_who_waits_for_the_network_is_told_when_it_comes(waiting):
    gas_area()

    set_areas("gas", "", [town()], ProviderFactory(service="gas"), by=SYSTEM)

    waiting.refresh_from_db()
    assert waiting.told_at is not None


def test_a_single_town_edited_in_the_admin_does_the_same(waiting, client):
    area, provider = gas_area(), ProviderFactory(service="gas")
    client.force_login(UserFactory(roles=["administrator"], is_staff=True))

    client.post(f"/admin/utilities/servicearea/{area.pk}/change/", {"provider": provider.pk})

    waiting.refresh_from_db()
    assert waiting.told_at is not None


@pytest.mark.parametrize(
    ("service", "code", "had_provider"),
    [("gas", "120117002", False), ("water", "120117001", False), ("gas", "120117001", True)],
    ids=["another town", "another service", "the provider only changes"],
)
def test_nobody_is_told_of_a_network_that_is_not_his(waiting, service, code, had_provider):
    former = ProviderFactory(service=service) if had_provider else None
    area = ServiceArea.objects.create(service=service, town=town(code), provider=former)
    area.provider = ProviderFactory(service=service)

    save_area(area, by=SYSTEM)

    waiting.refresh_from_db()
    assert waiting.told_at is None
