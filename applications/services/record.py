"""What every verb of a case needs: its row locked, its history written."""

from django.utils.translation import gettext as _

from common.status import WrongStatus

from ..events import event_fields
from ..models import Application, Event


class Erased(WrongStatus):
    """A case made nameless takes nothing in any more: nobody would clear it away a second time."""


def lock(application, *, even_erased=False):
    """The row of the case, locked: two last requests that end at once must see each other.

    ``even_erased``: for what adds nothing about anybody. Else raises ``Erased``.
    """
    locked = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if locked.erased_at and not even_erased:
        raise Erased(_("%s：保存期已满，个人信息已清除，不能再办理或添加内容。") % locked)
    return locked


def record_many(verb, requests, *, by, at, texts=None):
    """One line of history for each of several requests, in one statement."""
    Event.objects.bulk_create(
        Event(
            application_id=request.application_id,
            **event_fields(verb, by=by, at=at, request=request, text=(texts or {}).get(request.pk, "")),
        )
        for request in requests
    )
