"""What departments wrote about the permits of a case, and the signed mandate: opened from the case file."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models import Revealed
from approvals.files import find_file
from ningshe_portal.desk.views import send_file

from .access import ask_for_phone, known_visitors_only, mandates_for, note_reveal, see_case
from .case_permits import written_permits


@require_safe
@never_cache
@known_visitors_only
def show_permit_file(request, number, permit, file):
    """A decision, a written notice or a further paper of one permit."""
    application, viewer = see_case(request, number)
    found = get_object_or_404(written_permits(viewer, application), number=permit)
    return _hand_out(request, application, viewer, find_file(found, file))


@require_safe
@never_cache
@known_visitors_only
def show_mandate(request, number, mandate):
    """The mandate as it was signed on paper."""
    application, viewer = see_case(request, number)
    found = get_object_or_404(mandates_for(viewer, application), pk=mandate)
    return _hand_out(request, application, viewer, found.scan)


def _hand_out(request, application, viewer, stored):
    """What was scanned is not masked: the 查询码 alone does not open it, and whoever of the staff does is kept."""
    if not stored:
        raise Http404
    if viewer.is_guest:
        return ask_for_phone(request, application)
    answer = send_file(stored)
    note_reveal(request, application, viewer, Revealed.PAPER)
    return answer


urlpatterns = [
    path(
        "case/<slug:number>/permits/<slug:permit>/files/<slug:file>/",
        show_permit_file,
        name="case_permit_file",
    ),
    path("case/<slug:number>/mandates/<int:mandate>/", show_mandate, name="case_mandate"),
]
