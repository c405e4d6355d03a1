"""A message left from the case file, by the applicant or by the staff of a provider."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.actors import APPLICANT
from common.status import WrongStatus

from .access import known_visitors_only, see_case
from .conversation import NoteForm, load_conversation, write_to
from .verbs import Verb, run_verb, say_why_not

CLOSED = _("该办件目前不接收留言；如有问题请致电窗口或 12345。")

NOTE = Verb(
    title=_("留言"),
    button=_("发送留言"),
    fits=lambda application: True,
    run=write_to,
    done=_("留言已发送，对方看过后会显示“已读”。"),
    lead_on=lambda request, note: reverse("case", args=[note.application.number]) + "#notes",
)


@never_cache
@known_visitors_only
def write(request, number):
    application, viewer = see_case(request, number)
    if viewer.is_staff:  # the window answers at its desk
        raise PermissionDenied
    addressees = load_conversation(application, viewer).addressees
    form = NoteForm(request.POST if request.method == "POST" else None, addressees=addressees)
    by = APPLICANT if viewer.is_applicant else request.user
    if addressees:
        onward = run_verb(request, NOTE, application, form, by=by)
    else:
        onward = say_why_not(request, form, WrongStatus(CLOSED))
    if onward is None:
        return render(request, "case/verb.html", {"application": application, "form": form, "verb": NOTE})
    return redirect(onward or reverse("case", args=[number]))


def load_panel(board):
    """The conversation with its form; none for those who can neither read nor write anything."""
    conversation = board.conversation
    if not (conversation.lines or conversation.addressees):
        return None
    return {"conversation": conversation, "url": reverse("case_note", args=[conversation.number])}


urlpatterns = [path("case/<slug:number>/note/", write, name="case_note")]
