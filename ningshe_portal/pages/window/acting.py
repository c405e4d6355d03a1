"""One verb at the desk, on a case or on a part of one: the same for all of them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ningshe_portal.pages.verbs import run_verb

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
    back = reverse("window:own-data" if name in privacy.VERBS else "window:review", args=[number])
    return carry_out(request, verb, application, form, application=application, back=back)


def carry_out(request, verb, subject, form, *, application, back=""):
    """On to where it leads; the form on a page of its own, with all that was typed, where it must be put right."""
    back = back or reverse("window:review", args=[application.number])
    onward = run_verb(request, verb, subject, form, by=request.user)
    if onward is not None:
        return redirect(onward or back)
    context = {"application": application, "verb": verb, "form": form, "back": back}
    return render(request, "window/verb.html", context)
