"""The drawing of one part of a plan and the papers of an emergency, opened from the case file or from an order."""

from django.http import Http404
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ningshe_portal.desk.views import send_file
from works.models import Dig, DigParty, PlanPart
from works.picture import LYING_OPEN

from .access import known_visitors_only, see_case


@require_safe
@never_cache
@known_visitors_only
def show_drawing(request, number, drawing):
    """The drawing of one part: for the applicant, staff, and the provider whose it is."""
    application, viewer = see_case(request, number)
    parts = PlanPart.objects.of_application(application).exclude(drawing="")
    if viewer.is_provider:
        parts = parts.filter(order__provider__in=viewer.providers)
    elif viewer.is_applicant:
        parts = parts.filter(status__in=LYING_OPEN)
    found = parts.filter(pk=drawing).first()
    if found is None:
        raise Http404
    return send_file(found.drawing)


@require_safe
@never_cache
@known_visitors_only
def show_papers(request, number, dig):
    """The papers made up for after an emergency: for staff, and the providers that lie in the trench."""
    application, viewer = see_case(request, number)
    digs = Dig.objects.of_application(application).exclude(papers_file="")
    if viewer.is_provider:
        digs = digs.filter(parties__in=DigParty.objects.living().filter(provider__in=viewer.providers))
    found = None if viewer.is_applicant else digs.filter(pk=dig).first()
    if found is None:
        raise Http404
    return send_file(found.papers_file)


urlpatterns = [
    path("case/<slug:number>/drawings/<int:drawing>/", show_drawing, name="case_drawing"),
    path("case/<slug:number>/digs/<int:dig>/papers/", show_papers, name="case_dig_papers"),
]
