"""Quick receipt: four facts and a photo, number and 收件回执 at once; after a power cut, as of the true receipt."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications.emergency_numbers import serial_of
from applications.models import Application, Channel, PaperKind
from applications.services import enter_late, receive_application
from applications.services.intake import SCAN
from applications.uploads import BadFile, add_material
from common.status import Refusal
from ningshe_portal.pages.handed_in import intake_due

from .receive_forms import LateForm, ReceiveForm
from .review import get_application

SUBMIT = "applications.submit_application"
LATE = "applications.enter_late"


@never_cache
@login_required
@permission_required(SUBMIT, raise_exception=True)
def receive(request):
    """The page carries the token of its case: a double click makes one."""
    token = read_token(request)
    form = ReceiveForm(*sent(request))
    if form.is_valid():
        application = _receive(form, token, by=request.user)
        _attach(request, application, form.cleaned_data["photo"])
        return redirect("window:received", application.number)
    return render(request, "window/receive.html", {"form": form, "token": token})


@never_cache
@login_required
@permission_required(LATE, raise_exception=True)
def receive_late(request):
    """A paper taken in while the system was down, by the number of its emergency receipt."""
    token = read_token(request)
    form = LateForm(*sent(request))
    if form.is_valid() and (application := _enter_late(form, token, by=request.user)):
        messages.success(request, _("已补录，办理时限从实际收件时间起算。"))
        return redirect("window:received", application.number)
    return render(request, "window/late.html", {"form": form, "token": token})


@never_cache
@login_required
@permission_required(SUBMIT, raise_exception=True)
def received(request, number):
    """What was just taken in: print the 收件回执, take the next one."""
    application = get_application(request, number)
    handed_out = (PaperKind.INTAKE, PaperKind.CORRECTION)
    context = {
        "application": application,
        "papers": application.papers.valid().filter(kind__in=handed_out).defer("content"),
        "due": intake_due(application),
    }
    return render(request, "window/received.html", context)


def sent(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def read_token(request):
    try:
        return uuid.UUID(request.POST["token"]) if request.method == "POST" else uuid.uuid4()
    except (KeyError, ValueError) as error:
        raise Http404 from error


@transaction.atomic
def _receive(form, token, *, by):
    application, is_new = _row(form, token, by=by)
    if is_new:
        receive_application(application, by=by, missing=form.cleaned_data["missing"])
    return application


def _enter_late(form, token, *, by):
    """The case, or None where the form says why not."""
    said = form.cleaned_data
    try:
        with transaction.atomic():
            application, is_new = _row(form, token, by=by)
            if is_new:
                add_material(application, SCAN, said["photo"], by=by)
                enter_late(
                    application,
                    serial=serial_of(said["receipt"]),
                    received_at=said["received_at"],
                    reason=said["reason"],
                    by=by,
                    missing=said["missing"],
                )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return application


def _row(form, token, *, by):
    """The row of a new case; of two clicks at once the second gets that of the first."""
    own = {"channel": Channel.WINDOW, "clerk": by}
    application, is_new = Application.objects.get_or_create(token=token, defaults=form.columns | own)
    if application.number is None and not is_new:  # the token of somebody's draft
        raise Http404
    return application, is_new


def _attach(request, application, photo):
    """The receipt stands whatever becomes of its photo."""
    if photo is None:
        return
    try:
        add_material(application, SCAN, photo, by=request.user)
    except (BadFile, OSError) as error:
        told = error if isinstance(error, BadFile) else _("照片没有保存成功。")
        messages.warning(request, _("已收件，但照片未能保存：%s请在办件中补传。") % told)
