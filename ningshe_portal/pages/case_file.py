"""The case file: the page of one case, the same for everybody who may see it, with what he may see."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from accounts.actors import APPLICANT

from . import case_notes, case_visits
from .access import ask_for_phone, known_visitors_only, see_case
from .case_board import load_board
from .case_panels import FOREMOST, PANELS
from .case_verbs import VERBS
from .conversation import is_looked_at, read_conversation
from .verbs import load_panels, run_verb


@never_cache
@known_visitors_only
def show_case(request, number):
    application, viewer = see_case(request, number)
    board = load_board(application, viewer)
    context = {
        "board": board,
        "foremost": load_panels(FOREMOST, board),
        "panels": load_panels(PANELS, board),
        "verbs": list_verbs(application, viewer),
    }
    if is_looked_at(request):
        read_conversation(board.conversation, by=APPLICANT if viewer.is_applicant else request.user)
    return render(request, "case/case.html", context)


def list_verbs(application, viewer):
    """Pairs of word and verb; what needs the phone is not offered to who has only the 查询码."""
    if not viewer.is_applicant:
        return []
    open_to = {name: verb for name, verb in VERBS.items() if viewer.is_proved or not verb.needs_phone}
    return [(name, verb) for name, verb in open_to.items() if verb.fits(application)]


@never_cache
@known_visitors_only
def show_ledger(request, number):
    """Every counted and uncounted day of every stage, made to be printed."""
    application, viewer = see_case(request, number)
    return render(request, "case/ledger.html", {"board": load_board(application, viewer)})


@never_cache
@known_visitors_only
def act(request, number, name):
    """A verb of the applicant: its short form on a page of its own, and what comes of it."""
    application, viewer = see_case(request, number)
    if not viewer.is_applicant:
        raise PermissionDenied
    verb = VERBS[name]
    if viewer.is_guest and verb.needs_phone:
        return ask_for_phone(request, application)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = verb.make_form(application, *data)
    onward = run_verb(request, verb, application, form, by=APPLICANT)
    if onward is not None:
        return redirect(onward or reverse("case", args=[number]))
    return render(request, "case/verb.html", {"application": application, "form": form, "verb": verb})


urlpatterns = [
    path("case/<slug:number>/", show_case, name="case"),
    path("case/<slug:number>/ledger/", show_ledger, name="case_ledger"),
    *case_notes.urlpatterns,
    *case_visits.urlpatterns,
    *(
        path(f"case/<slug:number>/{name}/", act, {"name": name}, name=f"case_{name.replace('-', '_')}")
        for name in VERBS
    ),
]
