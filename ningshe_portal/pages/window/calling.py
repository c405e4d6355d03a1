"""An applicant without a mobile was told what a call is about."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.services import make_call

from .acting import attempt, back_with
from .calls import QUEUE
from .forms import CallForm
from .review import get_application


@require_POST
@login_required
@permission_required("applications.submit_application", raise_exception=True)
def make(request, number, call):
    """Back to where the button was: the queue, or the review of the case."""
    application = get_application(request, number)
    found, form = get_object_or_404(application.calls, pk=call), CallForm(request.POST)
    if not form.is_valid():
        return back_with(request, number, form)
    review = attempt(
        request, number, lambda: make_call(found, by=request.user, **form.cleaned_data), _("已登记告知情况。")
    )
    is_in_queue = request.POST.get("queue") == QUEUE
    return redirect(f"{reverse('window:queues')}?queue={QUEUE}") if is_in_queue else review
