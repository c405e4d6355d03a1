"""What every verb of a case needs: its row locked, its history written."""

from ..events import event_fields
from ..models import Application, Event


def lock(application):
    """The row of the case, locked: two last requests that end at once must see each other."""
    return Application.objects.select_for_update(no_key=True).get(pk=application.pk)


def record_many(verb, requests, *, by, at, texts=None):
    """One line of history for each of several requests, in one statement."""
    Event.objects.bulk_create(
        Event(
            application_id=request.application_id,
            **event_fields(verb, by=by, at=at, request=request, text=(texts or {}).get(request.pk, "")),
        )
        for request in requests
    )
