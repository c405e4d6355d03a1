"""The addresses of what is done with a temporary supply at the counter."""

from django.contrib.auth.decorators import login_required, permission_required
from django.urls import path
from django.views.decorators.http import require_POST

from ningshe_portal.pages.temporary import open_follow_up

from .acting import carry_out
from .review import get_application
from .temporary import PERMISSION, VERBS


@require_POST
@login_required
@permission_required(PERMISSION, raise_exception=True)
def act(request, number, part, name):
    application = get_application(request, number)
    verb, follow_up = VERBS[name], open_follow_up(application, part)
    form = verb.make_form(follow_up, request.POST)
    return carry_out(request, verb, follow_up, form, application=application)


urlpatterns = [
    path(f"<slug:number>/<slug:part>/temporary/{name}/", act, {"name": name}, name=f"temporary_{name}")
    for name in VERBS
]
