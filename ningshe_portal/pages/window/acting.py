"""One verb on one case: the same for all of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.status import Refusal
from ningshe_portal.pages.verbs import first_error, run_verb

from .review import get_application
from .verbs import VERBS, privacy


@require_POST
@login_required
def act(request, number, name):
    """``name`` is the word in the address: accept, return, refuse …"""
    verb = VERBS[name]
    if not request.user.has_perm(verb.permission):
        raise PermissionDenied
    application = get_application(request, number)
    form = verb.make_form(application, request.POST, request.FILES)
    page = "window:own-data" if name in privacy.VERBS else "window:review"
    if not form.is_valid():
        return back_with(request, number, form, page=page)
    onward = run_verb(request, verb, application, by=request.user, **form.cleaned_data)
    return redirect(onward or reverse(page, args=[number]))


def attempt(request, number, verb, done):
    """Do what concerns a part of a case, and say how it went; back to the review in any case."""
    try:
        verb()
    except Refusal as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    return redirect("window:review", number)


def back_with(request, number, form, *, page="window:review"):
    """The form of the verb was not filled in; say what it lacks."""
    messages.error(request, first_error(form))
    return redirect(page, number)
