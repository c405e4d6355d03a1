"""The results of acceptances with their papers: for supervisors every one, for a regulator his own trade."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models import Paper
from inspections.models import Attendance

from .oversight import EVERYTHING, PER_PAGE, trades_of


@require_safe
@never_cache
@login_required
def show_acceptances(request):
    results = reported_results(trades_of(request.user))
    page = Paginator(results, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "opens_cases": request.user.has_perm(EVERYTHING)}
    return render(request, "oversight/acceptances.html", context)


def reported_results(trades):
    """What each acceptance found, the last first, while its paper is kept. ``trades``: None for all of them."""
    results = Attendance.objects.reported().filter(visit__record__in=Paper.objects.kept())
    if trades is not None:
        results = results.filter(order__request__service__in=trades)
    results = results.select_related(
        "visit__application", "visit__record", "order__request", "order__provider"
    )
    return results.defer("visit__record__content").order_by("-visit__ended_at", "-pk")


urlpatterns = [path("oversight/acceptances/", show_acceptances, name="oversight_acceptances")]
