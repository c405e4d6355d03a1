"""Papers: opened as PDF by whoever may read them, and checked by anybody who holds one."""

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from applications.drawing import read_paper
from applications.models import Paper, PaperKind, Revealed
from applications.paper_words import grouped_code, masked_name, plain_code

from .access import PRIVATE_PAPERS, ask_for_phone, is_known, note_reveal, see_paper


@require_safe
@cache_control(private=True, no_cache=True)
def document(request, number, kind, serial):
    paper, viewer = see_paper(request, number, kind, serial)
    if viewer.is_guest and paper.kind in PRIVATE_PAPERS:
        return ask_for_phone(request, paper.application)
    note_reveal(request, paper.application, viewer, Revealed.PAPER)
    disposition = content_disposition_header(False, f"{number}-{paper.slug}.pdf")
    return HttpResponse(read_paper(paper), "application/pdf", headers={"Content-Disposition": disposition})


@require_safe
def ask_for_code(request):
    """For those without a camera: the code is typed from the foot of the paper."""
    code = plain_code(request.GET.get("code", ""))[:40]
    if code.isascii() and code.isalnum():
        return redirect("verify", code)
    return render(
        request,
        "papers/ask_for_code.html",
        {"typed": request.GET.get("code", "")[:40], "was_asked": "code" in request.GET},
    )


@require_safe
@never_cache
def verify(request, code):
    """Whether a printed paper is genuine: its holder can compare, and learns nothing he does not hold."""
    paper = Paper.objects.filter(code=plain_code(code)).select_related("application").first()
    if paper is None:
        return render(request, "papers/unknown.html", {"code": code}, status=404)
    facts = {
        "applicant": masked_name(paper.content.get("applicant", "")),
        "code": grouped_code(paper.code),
        "is_emergency": paper.kind == PaperKind.EMERGENCY,
        "may_open": may_open(request, paper),
        "asks_to_sign_in": paper.kind == PaperKind.ACCEPTANCE and not is_known(request),
    }
    return render(request, "papers/verify.html", facts | {"paper": paper})


def may_open(request, paper):
    """Whether this visitor may read here the paper whose code he holds."""
    if paper.application is None:
        return False
    with suppress(Http404):
        return bool(see_paper(request, paper.application.number, paper.kind, paper.serial))
    return False


urlpatterns = [
    path("documents/<slug:number>/<slug:kind>-<int:serial>.pdf", document, name="document"),
    path("verify/", ask_for_code, name="ask_for_code"),
    path("verify/<slug:code>/", verify, name="verify"),
]
