import pytest

from utilities.routing import Area, Unroutable, route

AREAS = [
    Area("water", "", "t1", "W1"),
    Area("water", "", "t2", None),
    Area("power", "", "t1", "P1", is_active=False),
    Area("network", "mobile", "t1", "N1"),
    Area("network", "unicom", "t1", "N2"),
]


@pytest.mark.parametrize(
    ("service", "carrier", "town", "answer"),
    [
        ("water", "", "t1", ("W1", None)),
        ("water", "", "t2", (None, Unroutable.NO_NETWORK)),
        ("water", "", "t3", (None, Unroutable.NO_AREA)),
        ("power", "", "t1", (None, Unroutable.PROVIDER_CLOSED)),
        ("network", "mobile", "t1", ("N1", None)),
        ("network", "unicom", "t1", ("N2", None)),
        ("network", "telecom", "t1", (None, Unroutable.NO_AREA)),
        ("network", "", "t1", (None, Unroutable.NO_AREA)),
        ("gas", "", "t1", (None, Unroutable.NO_AREA)),
    ],
)
def test_route_by_service_carrier_and_town(service, carrier, town, answer):
    assert route(service, carrier, town, AREAS) == answer
