"""The case file: the page of one case, the same for everybody who may see it, with what he may see."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.actors import APPLICANT
from applications.services import withdraw_application, withdraw_request
from common.status import WrongStatus

from .access import known_visitors_only, see_case
from .case_board import load_board
from .case_forms import WithdrawForm


@never_cache
@known_visitors_only
def show_case(request, number):
    application, viewer = see_case(request, number)
    return render(request, "case/case.html", {"board": load_board(application, viewer)})


@never_cache
@known_visitors_only
def show_ledger(request, number):
    """Every counted and uncounted day of every stage, made to be printed."""
    application, viewer = see_case(request, number)
    return render(request, "case/ledger.html", {"board": load_board(application, viewer)})


@never_cache
@known_visitors_only
def withdraw(request, number):
    """Ask the applicant whether he means it, then stop the case or one of its services."""
    application, viewer = see_case(request, number)
    if not viewer.is_applicant:
        raise PermissionDenied
    form = WithdrawForm(request.POST or None, application=application)
    if form.is_valid():
        _withdraw(request, application, form)
        return redirect("case", number)
    return render(request, "case/withdraw.html", {"application": application, "form": form})


def _withdraw(request, application, form):
    reason, chosen = form.cleaned_data["reason"], form.chosen_request
    try:
        if chosen is None:
            withdraw_application(application, reason=reason, by=APPLICANT)
        else:
            withdraw_request(chosen, reason=reason, by=APPLICANT)
    except WrongStatus as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已为您撤回，相关单位会收到通知。"))


urlpatterns = [
    path("case/<slug:number>/", show_case, name="case"),
    path("case/<slug:number>/ledger/", show_ledger, name="case_ledger"),
    path("case/<slug:number>/withdraw/", withdraw, name="case_withdraw"),
]
