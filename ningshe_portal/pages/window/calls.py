"""What an applicant without a mobile still has to be told: on the review of his case and in a queue of its own."""

from dataclasses import dataclass

from django.urls import reverse

from applications.models import Call
from common.codes import mask_phone
from ningshe_portal.pages.verbs import Panel

from .forms import CallForm

QUEUE = "calls"


@dataclass(frozen=True)
class CallRow:
    """A call to make, with the short form that ends it; ``queue``: where to go on afterwards."""

    call: Call
    phone: str
    url: str
    form: CallForm
    queue: str = ""


def build_call_row(call, *, queue=""):
    return CallRow(
        call=call,
        phone=mask_phone(call.application.contact_phone),
        url=reverse("window:call", args=[call.application.number, call.pk]),
        form=CallForm(auto_id=f"call{call.pk}_%s"),
        queue=queue,
    )


def load_calls(application, user):
    calls = application.calls.to_make().select_related("application")
    return [build_call_row(call) for call in calls] or None


CALLS = Panel("window/_calls.html", load_calls)
