"""Of the dispatch sheets of a case, what must hold whatever was done with it."""

from applications.models import PaperKind
from utilities.models import OrderStatus, WorkOrder


def check_sheets(case):
    """Every order in hand or connected has one that holds, and no other order has; no crew calls a former contact."""
    orders = WorkOrder.objects.of_application(case).order_by("number")
    contents = [sheet.content for sheet in case.papers.valid().filter(kind=PaperKind.ORDER)]
    with_sheet = [
        order.number for order in orders if order.is_living or order.status == OrderStatus.CONNECTED
    ]
    assert sorted(content["order"] for content in contents) == with_sheet
    living = {order.number for order in orders if order.is_living}
    called = {content["contact_phone"] for content in contents if content["order"] in living}
    assert called <= {case.contact_phone}
