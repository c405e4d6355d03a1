"""Cases as the pages meet them, made by the real verbs. For the tests of the pages."""

from accounts.actors import APPLICANT, SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Application
from applications.services import accept_application, submit_application
from applications.tests.factories import DraftFactory, ServiceRequestFactory
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import MemberFactory, serve, six_providers, six_requests

PHONE = "13820001234"


def submitted_case(services=("water", "power"), **fields):
    """Handed in online by the applicant, with one request for each service."""
    application = DraftFactory(**{"channel": "online", "contact_phone": PHONE} | fields)
    for service in services:
        ServiceRequestFactory(application=application, service=service)
    submit_application(application, receivers=[], by=APPLICANT)
    return Application.objects.get(pk=application.pk)


def accepted_case(services=("water", "power"), *, by=None, **fields):
    application = submitted_case(services, **fields)
    accept_application(application, by=by or UserFactory(roles=["clerk"]))
    return Application.objects.get(pk=application.pk)


def order_to_survey():
    """The water of a case, in hand: SURVEY runs."""
    serve("water")
    order = WorkOrder.objects.get(request__application=accepted_case(["water"]))
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True, has_outside_works=None)
    return order


def large_case():
    """All six parts, each with a provider of its own."""
    six_providers()
    application = DraftFactory(channel="online", contact_phone=PHONE)
    six_requests(application)
    submit_application(application, receivers=[], by=APPLICANT)
    accept_application(application, by=UserFactory(roles=["clerk"]))
    return Application.objects.get(pk=application.pk)


def sign_in_staff(client, *roles):
    user = UserFactory(roles=list(roles))
    client.force_login(user)
    return user


def sign_in_member(client, provider):
    """A member of the provider's staff."""
    member = MemberFactory(provider=provider, user=UserFactory(roles=["provider"]))
    client.force_login(member.user)
    return member.user


def sign_in_phone(client, phone=PHONE):
    session = client.session
    session["phone"] = phone
    session.save()
