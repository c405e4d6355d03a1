"""The smallest valid rows of this app; they call no service."""

from decimal import Decimal

import factory
from django.utils import timezone

from applications.models import Application, Channel, ServiceRequest, Status
from district.models import Town


def town(code="120117001"):
    """A town; those of the migration are gone after a test that flushed the database."""
    return Town.objects.get_or_create(code=code, defaults={"name": "芦台街道"})[0]


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application
        skip_postgeneration_save = True

    status = Status.SUBMITTED
    channel = Channel.WINDOW
    number = factory.Sequence(lambda n: f"NH20261123{n:06d}")
    applicant_name = "天津市宁河区津沽食品有限公司"
    credit_code = "91120221MA05XXXX0A"
    address = "芦台街道光明路 18 号"
    town = factory.LazyFunction(town)
    contact_name = "李建国"
    contact_phone = "13820001234"
    consents_sharing = True
    submitted_at = factory.LazyFunction(timezone.now)
    entered_at = factory.SelfAttribute("submitted_at")


class DraftFactory(ApplicationFactory):
    status = Status.DRAFT
    number = submitted_at = entered_at = None


class ServiceRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceRequest

    application = factory.SubFactory(ApplicationFactory)
    service = "water"
    business = "new"
    demand = Decimal(10)
