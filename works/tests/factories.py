"""The smallest valid rows of this app; they call no service."""

from datetime import date

import factory

from applications.tests.factories import town
from utilities.tests.factories import WorkOrderFactory
from works.models import Fee, Plan, PlanPart, PlanStep, RoadSection, Route


class RoadSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoadSection

    town = factory.LazyFunction(town)
    street = "光明路"
    from_point = factory.Sequence(lambda n: f"{n}号")
    to_point = factory.Sequence(lambda n: f"{n + 1}号")
    metres = 100
    surface = "asphalt"


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    application = factory.SubFactory("applications.tests.factories.ApplicationFactory", status="accepted")
    group = factory.Sequence(lambda n: n + 1)


class PlanPartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanPart

    order = factory.SubFactory(WorkOrderFactory)
    plan = factory.SubFactory(PlanFactory, application=factory.SelfAttribute("..order.request.application"))
    text = "自光明路接入"
    status = "given"


class ConfirmedPartFactory(PlanPartFactory):
    """In force: of a plan the applicant has confirmed."""

    plan = factory.SubFactory(
        PlanFactory,
        application=factory.SelfAttribute("..order.request.application"),
        status="confirmed",
        version=1,
    )
    status = "confirmed"


class RouteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Route

    part = factory.SubFactory(PlanPartFactory)
    section = factory.SubFactory(RoadSectionFactory)
    method = "open_cut"
    metres = 80


class PlanStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanStep

    part = factory.SubFactory(PlanPartFactory)
    step = "construction"
    starts_on = date(2026, 12, 7)
    ends_on = date(2026, 12, 11)


class FeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fee

    part = factory.SubFactory(PlanPartFactory)
    kind = "works"
    amount = 1000
    payee = "宁河供水"
    payer = "applicant"
    basis = "合同"
