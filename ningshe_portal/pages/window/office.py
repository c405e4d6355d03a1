"""What only the office does: give a request that nobody has to a provider, or say there is no network yet."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.models import RequestStatus, ServiceRequest
from applications.services import end_request
from common import clock
from utilities.services import assign_request

from .acting import attempt, back_with
from .forms import AssignForm, UnavailableForm
from .parts import split_part
from .review import get_application


def get_request(request, number, part):
    service, carrier = split_part(part)
    application = get_application(request, number)
    return get_object_or_404(
        ServiceRequest.objects.select_related("application"),
        application=application,
        service=service,
        carrier=carrier,
    )


@require_POST
@login_required
@permission_required("utilities.route_request", raise_exception=True)
def assign(request, number, part):
    asked = get_request(request, number, part)
    form = AssignForm(request.POST, service=asked.service, carrier=asked.carrier)
    if not form.is_valid():
        return back_with(request, number, form)
    provider = form.cleaned_data["provider"]
    return attempt(
        request,
        number,
        lambda: assign_request(asked, provider, by=request.user),
        _("已分派给%s。") % provider,
    )


@require_POST
@login_required
@permission_required("utilities.route_request", raise_exception=True)
def declare_request_unavailable(request, number, part):
    """Nobody can serve this place at present; the applicant is told what else he can do."""
    asked, form = get_request(request, number, part), UnavailableForm(request.POST)
    if not form.is_valid():
        return back_with(request, number, form)
    facts = form.cleaned_data
    text = "；".join((facts["reason"], facts["alternative"]))
    return attempt(
        request,
        number,
        lambda: end_request(
            asked, RequestStatus.UNAVAILABLE, by=request.user, at=clock.now(), text=text, **facts
        ),
        _("已认定暂不具备接入条件，并告知申请人。"),
    )
