"""The drafts and cases of the phone an applicant signed in with."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.phone_session import signed_in_phone
from accounts.redirects import with_next
from applications.models import Application
from approvals.models import Permit
from milestones.models import Span

from .case_permits import what_to_file
from .case_words import headline

PER_PAGE = 20


@never_cache
def list_cases(request):
    phone = signed_in_phone(request)
    if not phone:
        return redirect(with_next("accounts:phone", request.path))
    mine = Application.objects.of_phone(phone).select_related("town").prefetch_related("requests")
    page = Paginator(mine.handed_in().with_news(), PER_PAGE).get_page(request.GET.get("page"))
    waits = _load_waits(page)
    context = {
        "drafts": mine.drafts().online().order_by("-saved_at")[:PER_PAGE],
        "page": page,
        "cases": [(case, headline(case, case.requests.all(), waits=waits[case.pk])) for case in page],
    }
    return render(request, "track/my.html", context)


def _load_waits(cases):
    """By case: what its stages in the applicant's hand stand still for, and permits he has to file."""
    spans = Span.objects.filter(
        milestone__application__in=list(cases), milestone__status="running", ends_at=None
    )
    waits = defaultdict(list)
    for case, reason in spans.filter(holder="applicant").values_list("milestone__application", "reason"):
        waits[case].append(reason)
    for permit in Permit.objects.of_applicant().filter(application__in=list(cases)):
        waits[permit.application_id] += what_to_file([permit])
    return waits


urlpatterns = [path("my/", list_cases, name="my")]
