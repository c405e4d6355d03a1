import pytest

from applications.tests.factories import town
from utilities.selectors import receivers_for
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db


def test_the_receivers_are_named_in_the_order_applied_for():
    for service, name in (("power", "供电公司"), ("water", "自来水公司")):
        ServiceAreaFactory(provider=ProviderFactory(service=service, name=name))

    assert receivers_for(town(), [("water", ""), ("power", "")]) == ["自来水公司", "供电公司"]


@pytest.mark.parametrize("area", ["none", "no network yet", "closed"])
def test_where_nobody_serves_it_says_so(area):
    if area == "no network yet":
        ServiceAreaFactory(provider=None, service="gas", carrier="")
    if area == "closed":
        ServiceAreaFactory(provider=ProviderFactory(service="gas", is_active=False))

    assert receivers_for(town(), [("gas", "")]) == ["用气：暂无服务单位，由区政务服务办协调"]


def test_a_carrier_nobody_stands_for_is_named_too():
    assert receivers_for(town(), [("network", "unicom")]) == [
        "用网（联通）：暂无服务单位，由区政务服务办协调"
    ]


def test_the_areas_are_asked_for_once(django_assert_num_queries):
    place = town()

    with django_assert_num_queries(1):
        receivers_for(place, [("water", ""), ("power", ""), ("gas", "")])
