"""An applicant without a mobile was told what a call is about."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from applications.services import make_call
from ningshe_portal.pages.verbs import Verb, plain

from .acting import carry_out
from .calls import QUEUE
from .forms import CallForm
from .review import get_application

MAKE = Verb(
    title=_("登记已告知"),
    button=_("登记"),
    fits=lambda call: True,
    make_form=plain(CallForm),
    run=make_call,
    done=_("已登记告知情况。"),
)


@require_POST
@login_required
@permission_required("applications.submit_application", raise_exception=True)
def make(request, number, call):
    """Back to where the button was: the queue, or the review of the case."""
    application = get_application(request, number)
    found = get_object_or_404(application.calls, pk=call)
    form = MAKE.make_form(found, request.POST)
    is_in_queue = request.POST.get("queue") == QUEUE
    queue = f"{reverse('window:queues')}?queue={QUEUE}" if is_in_queue else ""
    return carry_out(request, MAKE, found, form, application=application, back=queue)
