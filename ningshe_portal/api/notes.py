"""What a provider's system writes to the applicant or the window about its order."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from pydantic import Field, StrictBool

from applications.models import NoteAudience, provider_side
from applications.services import mark_notes_read, write_note
from applications.services.notes import MOST_LETTERS
from common.status import WrongStatus

from . import outputs
from .calls import JSON, takes
from .facts import note_facts, notes_about
from .fetching import get_order
from .inputs import Body, text
from .verbs import actor_of

router = Router()
router.add_decorator(takes(JSON), mode="view")


class NoteWritten(Body):
    body: text(MOST_LETTERS, description=_("留言内容"))
    is_internal: StrictBool = Field(False, description=_("true：只给窗口，申请人看不到"))


@router.post(
    "/orders/{number}/notes",
    response={201: outputs.Note},
    summary=_("留言"),
    description=_(
        "写给申请人（窗口也能看到），或只写给窗口；此前写给本单位的留言随之记为已读。工单结束后返回 409。"
    ),
)
def leave_note(request, number: str, body: NoteWritten):
    order = get_order(request, number)
    if not order.is_living:
        raise WrongStatus(gettext("该工单已结束，不能再留言。"))
    by, side = actor_of(request, order), provider_side(order.provider_id)
    # To fetch is not to read; whoever answers has read.
    mark_notes_read([(note, side) for note in notes_about(order).to_provider().unread_by(side)], by=by)
    audience = NoteAudience.STAFF if body.is_internal else NoteAudience.ALL
    note = write_note(order.application, body=body.body, by=by, request=order.request, audience=audience)
    return Status(201, note_facts(note))
