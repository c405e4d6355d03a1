"""Walk-in entry: the combined form typed by a clerk while the applicant stands at the counter."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications.catalogue import MATERIAL_KINDS
from applications.forms import CombinedForm, DraftTooLong, save_draft
from applications.models import Application, Channel, Revealed, Status
from applications.needs import needs_of_form
from applications.services import SILENT_WORKDAYS, reveal, submit_application
from applications.uploads import BadFile, add_material
from common.status import WrongStatus
from ningshe_portal.pages.linked import open_already
from ningshe_portal.pages.materials import materials_context
from utilities.selectors import receivers_for

from .forms import EntryForm
from .known import take_over
from .sheet import can_print, print_consent

EDITABLE = (Status.DRAFT, Status.RECEIVED, Status.RETURNED)
SUBMIT = "applications.submit_application"


@never_cache
@login_required
@permission_required(SUBMIT, raise_exception=True)
def enter(request):
    """The form, empty or parked; the page carries the token of its case: a double click makes one."""
    application = find_entry(request.POST.get("token") or request.GET.get("draft"), by=request.user)
    if application.status not in EDITABLE:
        messages.info(request, _("该申请已提交，编号 %s。") % application.number)
        return redirect("window:review", application.number)
    # Typed blindly into a form handed in before, the answer still shows the phones that are not typed.
    if application.submitted_at or (application.pk and request.method != "POST"):
        reveal(application, Revealed.FORM, by=request.user)
    if request.method == "POST":
        return _take(request, application)
    form = CombinedForm(application=application, channel=Channel.WINDOW)
    return _show(request, form, EntryForm(initial={"form_date": application.form_date}))


@require_POST
@login_required
@permission_required(SUBMIT, raise_exception=True)
def list_needs(request):
    """The papers what is typed so far asks for; a part of the page that follows it live."""
    application = find_entry(request.POST.get("token"), by=request.user)
    form = CombinedForm(request.POST, application=application, channel=Channel.WINDOW)
    return render(request, "applications/_needs.html", {"needs": needs_of_form(form)})


def find_entry(token, *, by):
    """The entry with this token, kept or new; a returned case of any channel may be corrected at the counter.

    An applicant's own draft is not the window's.
    """
    try:
        token = uuid.UUID(token) if token else uuid.uuid4()
    except ValueError as error:
        raise Http404 from error
    found = Application.objects.filter(token=token).first()
    if found is None:
        return Application(token=token, channel=Channel.WINDOW, clerk=by)
    if found.status == Status.DRAFT and found.channel != Channel.WINDOW:
        raise Http404
    return found


def _take(request, application):
    form = CombinedForm(request.POST, application=application, channel=Channel.WINDOW)
    entry = EntryForm(request.POST)
    if request.POST.get("action") == "park":
        return _park(request, form)
    if request.POST.get("action") == "print":
        return _print(request, form, entry)
    if request.POST.get("action") == "recall":
        return _recall(request, form)
    alike = _find_alike(form) if form.is_valid() and entry.is_valid() else None
    if alike is None or (alike and not request.POST.get("is_another")):
        return _show(request, form, entry, alike=alike)
    return _submit(request, form, entry)


def _recall(request, form):
    """The same page again, what is known of the unit filled in."""
    values = take_over(request, form)
    known = CombinedForm(application=form.application, channel=Channel.WINDOW, initial=values)
    return _show(request, known, EntryForm(initial={"form_date": request.POST.get("form_date")}))


def _find_alike(form):
    """Living cases that look like this one; shown once, the clerk decides."""
    probe = Application(pk=form.application.pk, linked_to=form.application.linked_to)
    form.fill(probe)
    already = open_already(probe, form.cleaned_data["services"]) if probe.linked_to else []
    linked = list({row.application_id: row.application for row in already}.values())
    return linked + list(Application.objects.alike(probe)[:5])


def _park(request, form):
    """Keep what was typed, right or wrong, for later."""
    try:
        _keep(form)
        _attach(request, form.application)
    except (DraftTooLong, WrongStatus) as error:
        messages.warning(request, str(error))
        return redirect("window:queues")
    is_received = form.application.status == Status.RECEIVED
    queue = _("待录入") if is_received else _("草稿")
    messages.success(request, _("已暂存，可在“%s”中继续录入。") % queue)
    return redirect(f"{reverse('window:new')}?draft={form.application.token}")


def _print(request, form, entry):
    """The sheet to sign, in a window of its own; what was typed is kept beside it."""
    if not can_print(form):
        return _show(request, form, entry)
    try:
        _keep(form)
    except (DraftTooLong, WrongStatus) as error:
        messages.warning(request, str(error))
        return redirect("window:queues")
    return print_consent(form, by=request.user)


@transaction.atomic
def _keep(form):
    if form.application.pk is None:
        form.application = _saved(form.application)
    save_draft(form)


def _saved(application):
    """The row of a new entry; of two clicks at once both get the same one."""
    defaults = {"channel": application.channel, "clerk": application.clerk}
    return Application.objects.get_or_create(token=application.token, defaults=defaults)[0]


def _submit(request, form, entry):
    form.application = _saved(form.application)
    _attach(request, form.application)
    try:
        application = _hand_in(form, entry, by=request.user)
    except WrongStatus:
        application = Application.objects.get(token=form.application.token)
        messages.info(request, _("该申请已提交，请勿重复提交。"))
    else:
        for warning in form.warnings:
            messages.warning(request, warning)
        messages.success(request, _say_submitted(application))
    return redirect("window:review", application.number)


def _say_submitted(application):
    if application.deemed_at:
        return _("收件后已满 %d 个工作日未答复，录入后即视为受理，并已通知各承办单位。") % SILENT_WORKDAYS
    return _("已提交，请打印收件回执交申请人，核对后受理。")


@transaction.atomic
def _hand_in(form, entry, *, by):
    application = form.save()
    application.form_date = entry.cleaned_data["form_date"]
    application.save(update_fields=["form_date"])
    receivers = receivers_for(application.town, form.parts)
    submit_application(application, receivers=receivers, by=by)
    return application


def _attach(request, application):
    """Take the files chosen on the page; one that cannot be taken is said and does not hold up the rest."""
    for option in MATERIAL_KINDS:
        for upload in request.FILES.getlist(f"material-{option.code}"):
            try:
                add_material(application, option.code, upload, by=request.user)
            except BadFile as error:
                messages.error(request, f"{upload.name}：{error}")


def _show(request, form, entry, *, alike=None):
    if not form.is_bound:  # what is wrong is put in focus by its summary
        form.fields["applicant_kind"].widget.attrs["autofocus"] = True
    context = {
        "form": form,
        "entry": entry,
        "problems": form.problems if form.is_bound else [],
        "token": form.application.token,
        "alike": alike,
        "receivers": receivers_for(form.cleaned_data.get("town"), form.parts) if form.is_bound else [],
        "receivers_url": reverse("apply:receivers"),
        "needs": needs_of_form(form.judged()),
        "needs_url": reverse("window:needs"),
        "known_url": reverse("window:known"),
        **materials_context(form.application),
    }
    return render(request, "window/new.html", context)
