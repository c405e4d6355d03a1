"""Who takes part in a walk, and how each of them comes by the rows he acts on: as the pages fetch them."""

from collections import Counter

import pytest
from django.db import transaction

from accounts.tests.factories import UserFactory
from approvals.models import Department
from common.status import Refusal
from utilities.models import Membership, WorkOrder
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory

SERVICES = (("water", ""), ("power", ""), ("gas", ""), ("network", "mobile"), ("network", "unicom"))
SELDOM = 120
PHONES = iter(range(13_900_000_000, 14_000_000_000))


class Nothing(Exception):
    """There is no such row to do anything with."""


class World:
    """``pick`` draws one of several values, ``did`` counts what came to pass by the name of the act."""

    did: Counter = Counter()

    def __init__(self, pick):
        self.pick = pick
        self.clerk = person("clerk")
        self.office = person("office")
        self.second = person("office")
        self.supervisor = person("supervisor")
        self.officer = person("officer")
        for department in Department.objects.all():
            department.members.add(self.officer)
        for service, carrier in SERVICES:
            ServiceAreaFactory(provider=self.found(service, carrier), service=service, carrier=carrier)
        self.spare = self.found("water", "")  # to whom nothing is routed by itself
        self.stranger = person("provider")  # of whom no case ever wants anything
        MemberFactory(provider=ProviderFactory(service="network", carrier="telecom"), user=self.stranger)

    @staticmethod
    def found(service, carrier):
        """A provider with a system of its own, an A and a B."""
        provider = ProviderFactory(service=service, carrier=carrier)
        for role in ("A", "B"):
            MemberFactory(provider=provider, role=role, user=person("provider"))
        return provider

    def staff(self, order):
        """Whoever of its provider does it: A, or B while A is away; it must be able to open the order."""
        members = Membership.objects.filter(provider=order.provider_id).order_by("role", "pk")
        user = self.pick([member.user for member in members.select_related("user")])
        assert WorkOrder.objects.visible_to(user).filter(pk=order.pk).exists(), (user, order)
        return user

    def one_of(self, rows):
        """One of the rows there are, in the order of their birth."""
        return self.pick(list(rows.order_by("pk")))

    def some_of(self, rows):
        """At least one of the rows there are."""
        rows = list(rows)
        first = self.pick(rows)
        return [row for row in rows if row == first or self.pick((True, False))]

    def seldom(self):
        """What ends much is not done whenever it could be: the others would never come to the end of the path."""
        if self.pick(range(SELDOM)):
            raise Nothing


def person(role):
    return UserFactory(roles=[role], phone=str(next(PHONES)))


def refused(verb, *args, **said):
    """What this person must not do, however he comes to try."""
    with pytest.raises(Refusal), transaction.atomic():
        verb(*args, **said)


def others_than(order):
    """The orders of other providers in the same case."""
    rows = WorkOrder.objects.of_application(order.application).exclude(provider=order.provider_id)
    return list(rows.select_related("request__application", "provider__endpoint").order_by("pk"))
