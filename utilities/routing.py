"""Who serves which service in which town. Pure: the areas are given in."""

from dataclasses import dataclass
from enum import StrEnum


class Unroutable(StrEnum):
    """Why a request stays in the queue of the office."""

    NO_AREA = "no_area"  # nobody has been named for this town
    NO_NETWORK = "no_network"  # it is known that there is no network there yet
    PROVIDER_CLOSED = "provider_closed"  # the one named takes no orders at present


@dataclass(frozen=True)
class Area:
    """``provider`` is whatever identifies one to the caller; None means no network there yet."""

    service: str
    carrier: str
    town: str
    provider: object | None
    is_active: bool = True


def route(service, carrier, town, areas):
    """The provider for a service, or why there is none: ``(provider, None)`` or ``(None, Unroutable)``."""
    for area in areas:
        if (area.service, area.carrier, area.town) != (service, carrier, town):
            continue
        if area.provider is None:
            return None, Unroutable.NO_NETWORK
        if not area.is_active:
            return None, Unroutable.PROVIDER_CLOSED
        return area.provider, None
    return None, Unroutable.NO_AREA
