"""How providers, members and work orders are read."""

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from applications.models import Note, NoteReading, provider_side


class ProviderQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def of(self, user):
        """The providers whose staff the user belongs to."""
        return self.filter(members__user=user)

    def visible_to(self, user):
        """Their own for a provider's staff; all of them for who looks after providers or every case."""
        is_above = user.has_perm("utilities.change_provider") or user.has_perm(
            "applications.view_every_application"
        )
        return self if is_above else self.of(user)


class OfProviderQuerySet(models.QuerySet):
    """Rows that belong to a provider and to nobody else's eyes."""

    def visible_to(self, user):
        providers = self.model._meta.get_field("provider").related_model.objects
        return self.filter(provider__in=providers.visible_to(user))


class ApiKeyQuerySet(OfProviderQuerySet):
    def usable(self):
        return self.filter(revoked_at=None)


class MembershipQuerySet(OfProviderQuerySet):
    def present(self, today):
        """Those not on leave today, A before B."""
        return self.exclude(
            Q(away_from__isnull=False, away_from__lte=today)
            & (Q(away_to__isnull=True) | Q(away_to__gte=today))
        ).filter(user__is_active=True)


class WorkOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A provider's staff see their own orders only; the office and supervisors all of them."""
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(provider__members__user=user).shared()

    def shared(self):
        """What its provider may read: in hand, or ended while the applicant's consent stands (个人信息保护法 15)."""
        return self.filter(Q(status__in=["pending", "open"]) | Q(request__consent_withdrawn_at=None))

    def living(self):
        return self.filter(status__in=["pending", "open"])

    def connected(self):
        return self.filter(status="connected")

    def lacking_network(self):
        return self.filter(status="unavailable", request__network_arrived_at=None)

    def unacknowledged(self):
        return self.filter(status="pending")

    def unheard(self):
        """Nobody has opened it; where the provider has a system, it has not even arrived."""
        return self.unacknowledged().filter(
            Q(provider__endpoint=None, read_at=None)
            | Q(provider__endpoint__isnull=False, pushed_at=None, fetched_at=None)
        )

    def with_news(self):
        """Each with ``has_news``: a message its provider has not read. For orders in hand."""
        read = NoteReading.objects.filter(note=OuterRef("pk"), side=OuterRef(OuterRef("reader")))
        unread = Note.objects.to_provider().filter(
            ~Exists(read), request=OuterRef("request"), at__gte=OuterRef("created_at")
        )
        return self.annotate(
            reader=Concat(Value(provider_side("")), Cast("provider_id", CharField())),
            has_news=Exists(unread),
        )

    def of_application(self, application):
        return self.filter(request__application=application)
