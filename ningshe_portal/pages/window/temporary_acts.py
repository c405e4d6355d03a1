"""The addresses of what is done with a temporary supply at the counter."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from ningshe_portal.pages.temporary import open_follow_up
from ningshe_portal.pages.verbs import run_verb

from .acting import back_with
from .review import get_application
from .temporary import PERMISSION, VERBS


@require_POST
@login_required
@permission_required(PERMISSION, raise_exception=True)
def act(request, number, part, name):
    verb, follow_up = VERBS[name], open_follow_up(get_application(request, number), part)
    form = verb.make_form(follow_up, request.POST)
    if not form.is_valid():
        return back_with(request, number, form)
    onward = run_verb(request, verb, follow_up, by=request.user, **form.cleaned_data)
    return redirect(onward or reverse("window:review", args=[number]))


urlpatterns = [
    path(f"<slug:number>/<slug:part>/temporary/{name}/", act, {"name": name}, name=f"temporary_{name}")
    for name in VERBS
]
