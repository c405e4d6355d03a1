"""Reads that join requests, orders and areas."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from applications.catalogue import service_label
from applications.models import (
    WINDOW_SIDE,
    Application,
    Note,
    RequestStatus,
    ServiceRequest,
    provider_side,
)

from .models import LIVING, Role, ServiceArea, WorkOrder
from .routing import Area, route


def load_areas(town):
    """Who serves a town, in the form routing wants."""
    rows = ServiceArea.objects.filter(town=town).select_related("provider__endpoint")
    return [
        Area(
            row.service,
            row.carrier,
            row.town_id,
            row.provider,
            is_active=row.provider is None or row.provider.is_active,
        )
        for row in rows
    ]


def receivers_for(town, parts):
    """Whom the consent names for each ``(service, carrier)`` applied for, as it is shown and kept.

    个人信息保护法 23: by name, and how to reach it. Where nobody serves the town it says so, and that the office helps.
    """
    areas = load_areas(town) if town else []
    names = []
    for service, carrier in parts:
        provider, _why = route(service, carrier, town.pk if town else None, areas)
        if provider:
            names.append(_named(provider))
        else:
            label = service_label(service, carrier)
            names.append(_("%s：暂无服务单位，由区政务服务办协调") % label)
    return list(dict.fromkeys(names))


def _named(provider):
    if not provider.hotline:
        return str(provider)
    return _("%(provider)s（%(hotline)s）") % {"provider": provider, "hotline": provider.hotline}


def member_of(provider, user):
    """The user, if he belongs to the provider's staff; a provider's own system has no account."""
    is_member = isinstance(user, User) and provider.members.filter(user=user).exists()
    return user if is_member else None


def member_named(provider, name):
    """The user of the provider's staff whom this name stands for, if it is one of them."""
    found = provider.members.filter(user__display_name=name.strip()).exclude(user__display_name="")
    member = found.select_related("user").first()
    return member.user if member else None


def members_to_tell(order, today):
    """Who is told of an order: its handler if he is there, else A, else whoever stands in (B)."""
    members = order.provider.members.present(today).exclude(user__phone="").select_related("user")
    members = list(members)
    by_handler = [member for member in members if member.user_id == order.handler_id]
    leading = [member for member in members if member.role == Role.A]
    return by_handler or leading or members


def unrouted_requests():
    """Open requests that no provider has in hand: the queue of the office."""
    return (
        ServiceRequest.objects.filter(status=RequestStatus.OPEN)
        .exclude(orders__status__in=LIVING)
        .select_related("application__town")
        .order_by("application__accepted_at", "pk")
    )


def in_their_time(rows, providers, moment):
    """Those of ``rows`` about a request these providers have or had in hand, from while they had it.

    ``moment``: the column that says when a row came to be.
    """
    orders = WorkOrder.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=OuterRef(moment)),
        request=OuterRef("request"),
        provider__in=providers,
        created_at__lte=OuterRef(moment),
    )
    return rows.filter(Exists(orders))


def notes_of(providers, application):
    """The messages of a case these providers may read."""
    return in_their_time(application.notes.all(), providers, "at")


def notes_to_window():
    """Unread messages that wait for the window.

    Also what an applicant wrote to a provider that gave the request out of its hands before reading it.
    """
    unread = Note.objects.unread_by(WINDOW_SIDE)
    in_hand = WorkOrder.objects.living().filter(request=OuterRef("request"), created_at__lte=OuterRef("at"))
    left_over = (
        unread.filter(~Exists(in_hand), actor_kind="applicant", request__isnull=False)
        .exclude(readings__side__startswith=provider_side(""))
        .values("pk")
    )
    return unread.filter(Q(pk__in=unread.to_window().values("pk")) | Q(pk__in=left_over))


def cases_of(providers):
    """The cases in which one of these providers has, or had, an order."""
    orders = WorkOrder.objects.filter(provider__in=providers).shared()
    return Application.objects.filter(requests__in=orders.values("request")).distinct()
