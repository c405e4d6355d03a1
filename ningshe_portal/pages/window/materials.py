"""What is done with one paper of a case, or with what a provider asked for: each verb names its row."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications.models import Revealed
from applications.services import reveal
from ningshe_portal.desk.views import send_file

from .acting import carry_out
from .material_panel import MATERIAL_VERBS, REQUEST_VERBS
from .review import DESK, get_application


@require_POST
@login_required
def act_on_material(request, number, material, name):
    application = get_application(request, number)
    row = get_object_or_404(application.materials.present(), pk=material)
    return _act(request, application, MATERIAL_VERBS, name, row)


@require_POST
@login_required
def act_on_request(request, number, asked, name):
    """What a provider asked for: passed on to the applicant, or not asked for at all."""
    application = get_application(request, number)
    row = get_object_or_404(application.corrections.exclude(request=None), pk=asked)
    return _act(request, application, REQUEST_VERBS, name, row)


def _act(request, application, verbs, name, row):
    if name not in verbs:
        raise Http404
    verb = verbs[name]
    if not request.user.has_perm(verb.permission):
        raise PermissionDenied
    form = verb.make_form(row, request.POST, request.FILES)
    return carry_out(request, verb, row, form, application=application)


@require_GET
@never_cache
@login_required
@permission_required(DESK, raise_exception=True)
def show_signature(request, number, material):
    """What was signed when a paper was given back; that somebody looked is kept, as of every file."""
    application = get_application(request, number)
    found = get_object_or_404(application.materials.exclude(signature=""), pk=material)
    answer = send_file(found.signature)
    reveal(application, Revealed.MATERIAL, by=request.user)
    return answer
