"""The smallest valid rows of this app; they call no service."""

import factory

from accounts.models import User
from applications.catalogue import SERVICES
from applications.tests.factories import ServiceRequestFactory, town
from outbox.models import Endpoint, EndpointKind
from utilities.models import Membership, Provider, ServiceArea, WorkOrder


class EndpointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Endpoint

    kind = EndpointKind.PROVIDER
    name = factory.Sequence(lambda n: f"接口 {n}")
    url = "https://example.invalid/hook"


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    code = factory.Sequence(lambda n: f"provider-{n}")
    name = factory.Sequence(lambda n: f"专营单位 {n}")
    service = "water"
    endpoint = factory.SubFactory(EndpointFactory)


class ServiceAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceArea

    provider = factory.SubFactory(ProviderFactory)
    service = factory.SelfAttribute("provider.service")
    carrier = factory.SelfAttribute("provider.carrier")
    town = factory.LazyFunction(town)


def serve(service, **provider):
    """Somebody serves the town: a provider is made unless there is one."""
    if not ServiceArea.objects.filter(service=service, town=town()).exists():
        ServiceAreaFactory(provider=ProviderFactory(service=service, **provider))


class MemberFactory(factory.django.DjangoModelFactory):
    """A membership with a user of its own."""

    class Meta:
        model = Membership

    provider = factory.SubFactory(ProviderFactory)
    user = factory.LazyFunction(lambda: make_user("13920005678"))


class WorkOrderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkOrder

    request = factory.SubFactory(ServiceRequestFactory, status="open", application__status="accepted")
    provider = factory.SubFactory(ProviderFactory, service=factory.SelfAttribute("..request.service"))
    number = factory.LazyAttribute(
        lambda order: (
            f"{order.request.application.number}-"
            f"{SERVICES[order.request.service].order_letter(order.request.carrier)}"
        )
    )


def make_user(phone="", **fields):
    """A user who may sign in."""
    make_user.count += 1
    return User.objects.create_user(f"user-{make_user.count}", phone=phone, **fields)


make_user.count = 0


def all_parts():
    """Every service and carrier there is: six."""
    return [
        (entry.code, carrier.code if carrier else "")
        for entry in SERVICES.values()
        for carrier in (entry.carriers or (None,))
    ]


def six_providers():
    """Six providers with a system of their own, all serving the first town."""
    return [
        ServiceAreaFactory(provider=ProviderFactory(service=service, carrier=carrier)).provider
        for service, carrier in all_parts()
    ]


def six_requests(application):
    """All six requests of one application."""
    return [
        ServiceRequestFactory(application=application, service=service, carrier=carrier)
        for service, carrier in all_parts()
    ]
