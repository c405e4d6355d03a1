import json

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import ServiceRequest
from applications.services import wait_for_network
from approvals.services import derive_permits, sign_entrustment
from common import clock
from milestones.services import report_stage
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import accepted_case
from utilities.models import OrderFile
from utilities.services import acknowledge_order, connect_order, issue_api_key
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory
from works.tests.factories import ConfirmedPartFactory, RoadSectionFactory, RouteFactory

from .keeping import check_kept

ROOT = "/api/v1"
TAKEN = {"handler": "刘工", "phone": "13920005678", "needs_survey": True, "has_outside_works": None}


class System:
    """A provider's own system: the calls it makes, with its key. Every answer is held against the document."""

    def __init__(self, client, provider):
        self.client, self.provider = client, provider
        self.row, self.key = issue_api_key(provider, label="测试", by=SYSTEM)

    def get(self, path, *, once=None, **query):
        answer = check_kept(self.client.get(f"{ROOT}/{path}", query, **self.headers(once)))
        answer.body = answer.getvalue()  # of a file, too, which is closed by that
        return answer

    def post(self, path, body=None, *, once=None):
        data = "" if body is None else json.dumps(body)
        said = {"content_type": "application/json"} | self.headers(once)
        return check_kept(self.client.post(f"{ROOT}/{path}", data, **said))

    def upload(self, path, *files, once=None, **fields):
        form = {"files": files, **fields}
        return check_kept(self.client.post(f"{ROOT}/{path}", form, **self.headers(once)))

    def ground(self, order, **said):
        """What a pause of this order needs: a reason, its basis, and a paper that is there already."""
        return {"reason": "applicant_site", "basis": "院内堆料", "evidence": self.file(order).pk} | said

    def file(self, order):
        """One that was brought for this order already."""
        return OrderFile.objects.create(order=order, name="现场.jpg", path="files/site.jpg", size=1)

    def headers(self, once=None):
        headers = {"Authorization": f"Bearer {self.key}"}
        return {"headers": headers | ({"Idempotency-Key": once} if once else {})}


@pytest.fixture
def join(client):
    """``join("water")``: a provider of this service in the first town, with a system of its own."""

    def join(service="water", **fields):
        provider = ServiceAreaFactory(provider=ProviderFactory(service=service, **fields)).provider
        return System(client, provider)

    return join


@pytest.fixture
def water(db, join):
    demo_limits()
    return join("water", name="宁河自来水公司")


@pytest.fixture
def power(db, join):
    return join("power", name="宁河供电公司")


@pytest.fixture
def new_order(water):
    """``new_order()``: the work order of an accepted case for water."""

    def new_order(**fields):
        return accepted_case(["water"], **fields).requests.get().orders.get()

    return new_order


@pytest.fixture
def order(new_order):
    return new_order()


@pytest.fixture
def open_order(order, water):
    """In hand, SURVEY running."""
    water.post(f"orders/{order.number}/acknowledge", TAKEN)
    order.refresh_from_db()
    return order


def faults(response):
    """The fields a 422 names."""
    return [fault["field"] for fault in response.json()["errors"]]


@pytest.fixture
def new_supply(water, new_order):
    """``new_supply()``: the order of a temporary supply that is on until the end of 2026."""

    def new_supply():
        order = new_order()
        ServiceRequest.objects.filter(pk=order.request_id).update(
            business="temporary", extras={"temporary_to": "2026-12-31"}
        )
        order = order.provider.orders.get(pk=order.pk)  # with its request as it is now
        acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True)
        connect_order(order, by=SYSTEM, at=order.acknowledged_at)
        return order

    return new_supply


@pytest.fixture
def unserved(water, order):
    """There is no network for it yet, and its applicant waits to be told of one."""
    water.post(f"orders/{order.number}/unavailable", {"reason": "没有管网", "alternative": "自备水井"})
    order.refresh_from_db()
    wait_for_network(order.application, [order.request], by=APPLICANT)
    return order


@pytest.fixture
def orders(water, power):
    """Water and power along one road; water is entrusted and the mandate signed. By service."""
    application = accepted_case(["water", "power"], entrusts_permits=True)
    road = RoadSectionFactory()
    orders = [request.orders.get() for request in application.requests.order_by("pk")]
    for order, metres in zip(orders, (80, 40), strict=True):
        variant = "low" if order.request.service == "power" else ""
        acknowledge_order(
            order,
            by=APPLICANT,
            handler_name="刘工",
            variant=variant,
            needs_survey=False,
            has_outside_works=True,
        )
        RouteFactory(part=ConfirmedPartFactory(order=order), section=road, metres=metres)
    derive_permits(application, by=APPLICANT, at=clock.now(), confirmed=orders)
    for order in orders:
        report_stage(order, "plan", outcome="reached", occurred_at=clock.now(), by=APPLICANT)
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    return {order.request.service: order for order in orders}
