"""How messages, endpoints and heartbeats are read. Everything about time asks the database's clock."""

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Now, RowNumber

from .channels import open_channels
from .choices import Status

ENDPOINT_SENDS = 2  # at the same time
SHARED_SENDS = 4  # for a channel without endpoints: all SMS, all e-mail
MOST_CLAIMS = 10  # without a single result: such a row kills its workers
SWEEP = 200


def in_time(delta):
    """The database's clock plus ``delta``."""
    return models.ExpressionWrapper(Now() + delta, output_field=models.DateTimeField())


class EndpointQuerySet(models.QuerySet):
    def reachable(self):
        """Neither paused nor left alone after failures."""
        return self.filter(Q(open_until=None) | Q(open_until__lte=Now()), is_paused=False)


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Status.WAITING)

    def in_flight(self):
        """Held by a worker that still has time."""
        return self.filter(lease_until__gt=Now())

    def unheld(self):
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=Now()))

    def alongside(self, message):
        """Of the same receiver: the endpoint, or the whole channel where there is none."""
        return self.filter(channel=message.channel, endpoint=message.endpoint_id)

    def ripe(self):
        """May be tried now, as far as the row itself says. Own columns only: an UPDATE must be able to check
        them again after waiting for another worker's."""
        return (
            self.waiting()
            .unheld()
            .filter(Q(not_before=None) | Q(not_before__lte=Now()), next_attempt_at__lte=Now())
            .filter(Q(expires_at=None) | Q(expires_at__gt=Now()), unsettled__lt=MOST_CLAIMS)
            .filter(channel__in=open_channels())
        )

    def due(self):
        """Ripe, and the receiver may be asked now."""
        reachable = Q(endpoint__open_until=None) | Q(endpoint__open_until__lte=Now())
        reachable = Q(endpoint=None) | (Q(endpoint__is_paused=False) & reachable)
        return self.ripe().filter(reachable).order_by("next_attempt_at", "pk")

    def in_turn(self, most=SWEEP):
        """Due, the first few of each receiver: a long queue for one never stands before another's."""
        place = Window(
            RowNumber(),
            partition_by=[F("channel"), F("endpoint_id")],
            order_by=[F("next_attempt_at"), F("pk")],
        )
        first = Q(place__lte=ENDPOINT_SENDS) | Q(place__lte=SHARED_SENDS, endpoint=None)
        return self.due().annotate(place=place).filter(first).order_by("place", "next_attempt_at")[:most]

    def expired(self):
        """Past their own end: still to be ended, or only to be erased; not with a worker right now."""
        unfinished = Q(status__in=[Status.WAITING, Status.NEEDS_ATTENTION])
        return self.unheld().filter(unfinished | ~Q(body=b""), expires_at__lte=Now())

    def done_with(self, moment):
        """Ended before ``moment``, and what they said is still kept."""
        ended = self.filter(status__in=[Status.SENT, Status.CLOSED, Status.EXPIRED], erased_at=None)
        return ended.unheld().filter(
            Q(sent_at__lt=moment) | Q(sent_at=None, created_at__lt=moment), awaits_announcement=False
        )

    def deadly(self):
        """Claimed time and again, and no worker ever came back with a result."""
        return self.waiting().unheld().filter(unsettled__gte=MOST_CLAIMS)

    def unannounced(self):
        return self.filter(awaits_announcement=True)


class HeartbeatQuerySet(models.QuerySet):
    def silent_for(self, delta):
        return self.filter(beaten_at__lt=in_time(-delta))
