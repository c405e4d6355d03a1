"""The drafts and cases of the phone an applicant signed in with."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.phone_session import signed_in_phone
from accounts.redirects import with_next
from applications.models import Application

from .case_words import headline

PER_PAGE = 20


@never_cache
def list_cases(request):
    phone = signed_in_phone(request)
    if not phone:
        return redirect(with_next("accounts:phone", request.path))
    mine = Application.objects.of_phone(phone).select_related("town").prefetch_related("requests")
    page = Paginator(mine.handed_in().with_news(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "drafts": mine.drafts().online().order_by("-saved_at")[:PER_PAGE],
        "page": page,
        "cases": [(case, headline(case, case.requests.all())) for case in page],
    }
    return render(request, "track/my.html", context)


urlpatterns = [path("my/", list_cases, name="my")]
