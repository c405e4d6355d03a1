"""The verbs of a clerk on a case, one view each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import RoleName
from applications.services import (
    ToldOnce,
    accept_application,
    amend_application,
    refuse_application,
    return_application,
    withdraw_application,
    withdraw_request,
)
from applications.uploads import BadFile, add_material
from common.status import WrongStatus
from ningshe_portal.pages.case_forms import WithdrawForm

from .forms import AmendForm, AttachForm, RefuseForm, ReturnForm
from .review import get_application


def attempt(request, number, verb, done):
    """Do ``verb`` and say how it went; back to the review in any case."""
    try:
        verb()
    except (WrongStatus, ToldOnce, BadFile) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    return redirect("window:review", number)


def back_with(request, number, form):
    """The form of the verb was not filled in; say what it lacks."""
    messages.error(request, next(error for errors in form.errors.values() for error in errors))
    return redirect("window:review", number)


@require_POST
@login_required
@permission_required("applications.accept_application", raise_exception=True)
def accept(request, number):
    application = get_application(request, number)
    return attempt(
        request,
        number,
        lambda: accept_application(application, by=request.user),
        _("已受理，并已通知各承办单位。"),
    )


@require_POST
@login_required
@permission_required("applications.return_application", raise_exception=True)
def return_for_correction(request, number):
    """What is missing, in one notice; only the office may add to an earlier one."""
    application, form = get_application(request, number), ReturnForm(request.POST)
    if not form.is_valid():
        return back_with(request, number, form)
    return attempt(
        request,
        number,
        lambda: return_application(
            application,
            items=form.cleaned_data["items"],
            by=request.user,
            may_add=request.user.has_role(RoleName.OFFICE),
        ),
        _("已一次性告知申请人需要补正的内容。"),
    )


@require_POST
@login_required
@permission_required("applications.refuse_application", raise_exception=True)
def refuse(request, number):
    application, form = get_application(request, number), RefuseForm(request.POST)
    if not form.is_valid():
        return back_with(request, number, form)
    return attempt(
        request,
        number,
        lambda: refuse_application(application, reason=form.cleaned_data["reason"], by=request.user),
        _("已作出不予受理决定，请打印通知书交申请人签收。"),
    )


@require_POST
@login_required
@permission_required("applications.withdraw_application", raise_exception=True)
def withdraw(request, number):
    """The applicant stands at the counter and wants to stop all of it, or one service."""
    application = get_application(request, number)
    form = WithdrawForm(request.POST, application=application)
    if not form.is_valid():
        return back_with(request, number, form)
    reason, chosen = form.cleaned_data["reason"], form.chosen_request
    return attempt(
        request,
        number,
        lambda: (
            withdraw_request(chosen, reason=reason, by=request.user)
            if chosen
            else withdraw_application(application, reason=reason, by=request.user)
        ),
        _("已登记撤回。"),
    )


@require_POST
@login_required
@permission_required("applications.submit_application", raise_exception=True)
def amend(request, number):
    """Another contact, after the clerk has checked who is asking."""
    application = get_application(request, number)
    form = AmendForm(request.POST, instance=application)
    if not form.is_valid():
        return back_with(request, number, form)
    return attempt(
        request,
        number,
        lambda: amend_application(application, by=request.user, **form.cleaned_data),
        _("联系信息已变更；原查询码已失效，请重新打印回执交申请人。"),
    )


@require_POST
@login_required
@permission_required("applications.submit_application", raise_exception=True)
def attach(request, number):
    """One scanned paper, also after acceptance: the signed form comes back from the printer."""
    application = get_application(request, number)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return back_with(request, number, form)
    taken = form.cleaned_data
    return attempt(
        request,
        number,
        lambda: add_material(application, taken["kind"], taken["file"], by=request.user),
        _("材料已保存。"),
    )
