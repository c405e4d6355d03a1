"""Urging and complaints at the office's and the supervisors' desk: the list, the answer, what came by telephone."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications.models import Application
from common import clock
from common.status import Refusal
from oversight.models import Complaint, ComplaintKind, ComplaintStatus
from oversight.services import answer_complaint, file_complaint, issue_supervision
from oversight.services.words import MOST_LETTERS
from oversight.terms import SOURCE

from .access import ANSWERING
from .case_complaints import build_rows
from .verbs import VerbForm, settle

PER_PAGE = 30


class AnswerForm(VerbForm):
    answer = forms.CharField(
        label=_("答复内容"),
        help_text=_("提出人会看到原文，请写明核实的情况、处理结果和下一步。"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请填写答复内容。")},
    )


class EntryForm(VerbForm):
    """What reached the office by the hotline or at an inspection."""

    kind = forms.ChoiceField(
        label=_("来源"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in (ComplaintKind.HOTLINE, ComplaintKind.INSPECTION)],
        error_messages={"required": _("请选择来源。")},
    )
    case = forms.CharField(
        label=_("办件编号"), help_text=_("不涉及具体办件的可不填。"), max_length=20, required=False
    )
    text = forms.CharField(
        label=_("内容"),
        help_text=_("12345 转办的请写明工单号和诉求，监督检查的请写明发现的问题。"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请填写内容。")},
    )

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = cases

    def clean_case(self):
        """The case of this number, None where none was given."""
        number = self.cleaned_data["case"].strip().upper()
        found = self.cases.filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("没有这个编号的办件，请核对。"))
        return found


def for_those_who_answer(view):
    """Signed in, with the right to answer; never from a cache."""
    return never_cache(login_required(permission_required(ANSWERING, raise_exception=True)(view)))


@for_those_who_answer
def list_complaints(request):
    """Open ones by their due date, answered ones by when they came."""
    complaints = Complaint.objects.visible_to(request.user).select_related("application", "request")
    is_answered = request.GET.get("status") == ComplaintStatus.ANSWERED
    rows = complaints.exclude(pk__in=complaints.open()) if is_answered else complaints.by_urgency()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": build_rows(page),
        "is_answered": is_answered,
        "source": SOURCE,
    } | count_complaints(request.user)
    return render(request, "oversight/complaints.html", context)


@for_those_who_answer
def show_complaint(request, number):
    """One with its answer, or the form for it."""
    complaints = Complaint.objects.visible_to(request.user).select_related("application", "request")
    complaint = get_object_or_404(complaints, number=number)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    run, done = (
        partial(answer_complaint, complaint, by=request.user),
        _("已答复。由申请人提出的，已短信通知。"),
    )
    if settle(request, form, run, done=done) is not None:
        return redirect("complaint", number)
    [row] = build_rows([complaint])
    return render(request, "oversight/complaint.html", {"row": row, "form": form, "source": SOURCE})


@require_POST
@for_those_who_answer
def issue_sheet(request, number):
    """The supervision sheet of a complaint in a case, opened to be printed."""
    complaint = get_object_or_404(Complaint.objects.visible_to(request.user), number=number)
    try:
        paper = issue_supervision(complaint, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("complaint", number)
    return redirect("document", paper.application.number, paper.kind, paper.serial)


@for_those_who_answer
def enter_complaint(request):
    data = request.POST if request.method == "POST" else None
    form = EntryForm(data, cases=Application.objects.visible_to_staff(request.user).handed_in())
    if form.is_valid() and (complaint := _enter(form, by=request.user)):
        messages.success(request, _("已登记，编号 %s。") % complaint.number)
        return redirect("complaint", complaint.number)
    return render(request, "oversight/enter_complaint.html", {"form": form})


def _enter(form, *, by):
    """The complaint, or None where the form says why not."""
    said = form.cleaned_data
    try:
        return file_complaint(said["case"], kind=said["kind"], text=said["text"], by=by)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def count_complaints(user):
    """How many wait for an answer, and how many of them too long; for who may answer."""
    is_late = Q(due_on__lt=clock.today())
    waiting = Complaint.objects.visible_to(user).open()
    return waiting.aggregate(waiting=Count("pk"), overdue=Count("pk", filter=is_late))


urlpatterns = [
    path("oversight/complaints/", list_complaints, name="complaints"),
    path("oversight/complaints/new/", enter_complaint, name="enter_complaint"),
    path("oversight/complaints/<slug:number>/", show_complaint, name="complaint"),
    path("oversight/complaints/<slug:number>/sheet/", issue_sheet, name="complaint_sheet"),
]
