"""Cases whose permits are listed, made by the real verbs. For the tests of pages and desks."""

from accounts.actors import APPLICANT
from approvals.models import Permit
from approvals.services import derive_permits, file_permits, sign_entrustment
from common import clock
from milestones.services import report_stage
from utilities.services import acknowledge_order
from utilities.tests.factories import serve
from works.tests.factories import ConfirmedPartFactory, RoadSectionFactory, RouteFactory

from .cases import accepted_case


def case_with_permits(services=("water", "gas"), *, entrusts=True, **section):
    """APPROVAL runs: all along one road, the first one farthest. Nothing is signed or filed yet."""
    for service in services:
        serve(service, name=f"宁河{service}公司")
    application = accepted_case(services, entrusts_permits=entrusts)
    road = RoadSectionFactory(**section)
    orders = orders_of(application)
    for metres, order in zip((90, 60, 30), orders, strict=False):
        acknowledge_order(
            order, by=APPLICANT, handler_name="刘工", needs_survey=False, has_outside_works=True
        )
        RouteFactory(part=ConfirmedPartFactory(order=order), section=road, metres=metres)
    derive_permits(application, by=APPLICANT, at=clock.now(), confirmed=orders)
    for order in orders:
        report_stage(order, "plan", outcome="reached", occurred_at=clock.now(), by=APPLICANT)
    return application


def sign_and_file(application):
    """The permits, filed by the entrusted provider."""
    entrustment = sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    file_permits(application, by=APPLICANT, provider=entrustment.provider)
    return list(Permit.objects.filter(application=application).order_by("pk"))


def orders_of(application):
    return [request.orders.get() for request in application.requests.order_by("pk")]
