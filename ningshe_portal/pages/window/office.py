"""What only the office does: give a request that nobody has to a provider, or say there is no network yet."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from applications.models import RequestStatus, ServiceRequest
from applications.services import end_request
from common import clock
from ningshe_portal.pages.verbs import Verb, plain
from utilities.services import assign_request

from .acting import carry_out
from .forms import AssignForm, UnavailableForm
from .parts import split_part
from .review import get_application


def declare_unavailable(asked, *, by, **facts):
    text = "；".join((facts["reason"], facts["alternative"]))
    return end_request(asked, RequestStatus.UNAVAILABLE, by=by, at=clock.now(), text=text, **facts)


ASSIGN = Verb(
    title=_("分派承办单位"),
    button=_("分派"),
    fits=lambda asked: True,
    make_form=lambda asked, *data: AssignForm(*data, service=asked.service, carrier=asked.carrier),
    run=assign_request,
    done=_("已分派。"),
)
DECLARE = Verb(
    title=_("暂不具备接入条件"),
    button=_("认定并告知"),
    fits=lambda asked: True,
    make_form=plain(UnavailableForm),
    run=declare_unavailable,
    done=_("已认定暂不具备接入条件，并告知申请人。"),
)


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
    form = ASSIGN.make_form(asked, request.POST)
    return carry_out(request, ASSIGN, asked, form, application=asked.application)


@require_POST
@login_required
@permission_required("utilities.route_request", raise_exception=True)
def declare_request_unavailable(request, number, part):
    """Nobody can serve this place at present; the applicant is told what else he can do."""
    asked = get_request(request, number, part)
    form = DECLARE.make_form(asked, request.POST)
    return carry_out(request, DECLARE, asked, form, application=asked.application)
