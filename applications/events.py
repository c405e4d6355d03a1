"""What every line of history says, whether one is written or many at once."""

from accounts.actors import ActorKind
from accounts.models import User
from common import clock


def event_fields(verb, *, by, at=None, request=None, audience="", text="", detail=None):
    """The columns of an event but for its application, for one or for many at once."""
    is_user = isinstance(by, User)
    return {
        "verb": verb,
        "actor": by if is_user else None,
        "actor_kind": ActorKind.STAFF if is_user else by.kind,
        "actor_name": str(by),
        "request": request,
        "audience": audience,
        "text": text,
        "detail": detail or {},
        "at": at or clock.now(),
    }
