"""One duty with its source, its steps and what can be done about it."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common import clock
from district.services import load_calendar
from oversight.models import Duty, MendingTerm, StepKind
from oversight.querysets import EVERYTHING_BY

from .duty_cards import duty_deadline, duty_item
from .duty_verbs import VERBS
from .oversight import trades_of
from .verbs import Verb, run_verb


@dataclass(frozen=True)
class Door:
    """A verb one may use on this duty, with its form."""

    name: str
    verb: Verb
    form: forms.Form


@require_safe
@never_cache
@login_required
def show_duty(request, number):
    return _page(request, get_duty(request.user, number))


@require_POST
@never_cache
@login_required
def act_on_duty(request, number, verb):
    """One verb; what its form lacks is said beside it."""
    duty, row = get_duty(request.user, number), VERBS.get(verb)
    if row is None:
        raise Http404
    if not request.user.has_perm(row.permission):
        raise PermissionDenied
    form = row.make_form(duty, request.POST)
    onward = run_verb(request, row, duty, form, by=request.user, is_offered=row.fits(duty))
    if onward is None:
        return _page(request, get_duty(request.user, number), {verb: form})
    return redirect(onward or "duty", **({} if onward else {"number": number}))


def get_duty(user, number):
    trades_of(user)  # 403 for whoever supervises nothing
    return get_object_or_404(Duty.objects.visible_to(user).with_source(), number=number)


def _page(request, duty, forms_filled=None):
    user = request.user
    sees_all = user.has_perm(EVERYTHING_BY)
    filled = forms_filled or {}
    doors = [
        Door(name, verb, filled.get(name) or verb.make_form(duty))
        for name, verb in VERBS.items()
        if name in filled or (user.has_perm(verb.permission) and verb.fits(duty))
    ]
    calendar, today = load_calendar(), clock.today()
    context = {
        "duty": duty,
        "item": duty_item(duty, calendar, today, sees_case=sees_all),
        "deadline": duty_deadline(duty, calendar, today),
        "steps": list_steps(duty, sees_all=sees_all),
        "doors": doors,
        "sees_all": sees_all,
        "term_is_confirmed": MendingTerm.objects.filter(workdays=duty.workdays, is_confirmed=True).exists(),
    }
    return render(request, "oversight/duty.html", context)


def list_steps(duty, *, sees_all):
    """What the rater said on the telephone is between him and the office."""
    steps = duty.steps.all()
    return steps if sees_all else steps.exclude(kind=StepKind.CALLED)


urlpatterns = [
    path("oversight/duties/<slug:number>/", show_duty, name="duty"),
    path("oversight/duties/<slug:number>/<slug:verb>/", act_on_duty, name="act_on_duty"),
]
