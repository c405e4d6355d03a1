from decimal import Decimal

import pytest

from applications.models import ServiceRequest
from utilities.models import OrderStatus, WorkOrder
from utilities.voltage import warn_of_voltage


def order(variant="low", **fields):
    request = ServiceRequest(**{"service": "power", "business": "new", "demand": Decimal(160)} | fields)
    return WorkOrder(request=request, variant=variant, status=OrderStatus.OPEN)


@pytest.mark.parametrize(
    ("order", "is_warned_of"),
    [
        (order(), False),
        (order(demand=Decimal("160.01")), True),
        (order(demand=Decimal(500), variant="high_single"), False),
        (order(demand=Decimal(500), assessed_demand=Decimal(100)), False),
        (order(demand=None, is_unknown=True), False),
        (order(business="expand", demand=Decimal(80), extras={"present_amount": "100"}), True),
    ],
    ids=["at the limit", "over it", "high voltage", "assessed less", "not known yet", "with what is there"],
)
def test_low_voltage_for_more_than_it_carries_is_warned_of(order, is_warned_of):
    assert bool(warn_of_voltage(order)) is is_warned_of
