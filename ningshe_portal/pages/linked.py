"""Cases of one applicant that belong together: what was added later, what took the place of a temporary supply."""

from django.db.models import Q
from django.urls import reverse

from applications.models import RequestStatus, ServiceRequest


def linked_cases(application, cases):
    """Those of ``cases``, which the reader may see, that are linked to this one, whichever came first."""
    linked = Q(linked_to=application) | Q(pk=application.linked_to_id)
    return cases.filter(linked).handed_in().prefetch_related("requests").order_by("pk")


def list_linked(application, cases, *, address, shows_services=True):
    """A line for each of them; ``address`` is the URL name its number leads to. None where there is none."""
    return [
        {
            "application": case,
            "number": case.number,
            "labels": "、".join(row.label for row in case.requests.all()) if shows_services else "",
            "url": reverse(address, args=[case.number]),
        }
        for case in linked_cases(application, cases)
    ] or None


def open_already(application, services):
    """Requests of the case this one is linked to that are still under way for one of these services."""
    living = [RequestStatus.PENDING, RequestStatus.OPEN]
    rows = ServiceRequest.objects.filter(application=application.linked_to_id, status__in=living)
    return list(rows.filter(service__in=services).select_related("application"))
