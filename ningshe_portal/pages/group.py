"""Meetings of the liaison group and inspections: the lists, what was recorded, and entering it."""

from functools import partial, wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models import Application
from common import clock
from common.status import Refusal
from district.services import load_calendar
from ningshe_portal.desk.views import send_file
from oversight.models import Inspection, Meeting
from oversight.querysets import EVERYTHING_BY
from oversight.services import (
    agree_duty,
    cancel_meeting,
    hold_meeting,
    plan_meeting,
    record_inspection,
    record_meeting,
)

from .duty_cards import duty_item
from .group_forms import AgreeForm, CancelForm, HoldForm, InspectionForm, MeetingForm, PlanMeetingForm
from .oversight import EVERYTHING, PER_PAGE, trades_of
from .verbs import settle

RECORD = "oversight.record_duty"


def for_recorders(view):
    return never_cache(login_required(permission_required(RECORD, raise_exception=True)(view)))


def for_watchers(view):
    """Office and supervisors, and a regulator for his own trade."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        trades_of(request.user)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_recorders
def list_meetings(request):
    rows = Meeting.objects.visible_to(request.user).prefetch_related("duties")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "oversight/meetings.html", {"page": page})


@for_recorders
def enter_meeting(request):
    form = MeetingForm(*_data(request), cases=_cases(request.user))
    if form.is_valid() and (meeting := _attempt(form, lambda said: record_meeting(by=request.user, **said))):
        messages.success(request, _("已登记会议 %s，请逐条填写议定事项。") % meeting.number)
        return redirect("meeting", meeting.number)
    return render(request, "oversight/enter_meeting.html", {"form": form})


@for_recorders
def call_meeting(request):
    form = PlanMeetingForm(*_data(request), cases=_cases(request.user))
    if form.is_valid() and (meeting := _attempt(form, lambda said: plan_meeting(by=request.user, **said))):
        messages.success(request, _("已通知召开会议 %s。") % meeting.number)
        return redirect("meeting", meeting.number)
    return render(request, "oversight/call_meeting.html", {"form": form})


@for_recorders
def show_meeting(request, number):
    """One that was called: how it ends. One that was held: what was agreed, and the form for one more."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    is_ending = "verb" in request.POST  # also where somebody else, or the first of two clicks, was faster
    show = show_held if meeting.is_held and not is_ending else show_called
    return show(request, meeting)


def show_called(request, meeting):
    verbs = {"hold": (HoldForm, hold_meeting), "cancel": (CancelForm, cancel_meeting)}
    pressed, forms = request.POST.get("verb"), {}
    for name, (form_class, verb) in verbs.items():
        form = forms[name] = form_class(request.POST if name == pressed else None, auto_id=f"{name}_%s")
        run = partial(settle, request, form, partial(verb, meeting, by=request.user), done=_("已登记。"))
        if form.is_bound and run(is_offered=meeting.is_planned) is not None:
            return redirect("meeting", meeting.number)
    return render(request, "oversight/called_meeting.html", {"meeting": meeting, "forms": forms})


def show_held(request, meeting):
    form = AgreeForm(*_data(request), cases=_cases(request.user))
    if form.is_valid() and _attempt(form, lambda said: agree_duty(meeting, by=request.user, **said)):
        messages.success(request, _("已登记议定事项，并告知责任方。"))
        return redirect("meeting", meeting.number)
    duties = meeting.duties.with_source().order_by("due_on", "pk")
    calendar, today = load_calendar(), clock.today()
    context = {
        "meeting": meeting,
        "cases": list(meeting.cases.all()),
        "items": [duty_item(duty, calendar, today) for duty in duties],
        "form": form,
    }
    return render(request, "oversight/meeting.html", context)


@require_safe
@for_watchers
def list_inspections(request):
    rows = Inspection.objects.visible_to(request.user).select_related("provider", "application", "duty")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_record": request.user.has_perm(RECORD),
        "sees_everything": request.user.has_perm(EVERYTHING),
    }
    return render(request, "oversight/inspections.html", context)


@for_recorders
def enter_inspection(request):
    form = InspectionForm(*_data(request), cases=_cases(request.user))
    if form.is_valid() and (found := _attempt(form, lambda said: record_inspection(by=request.user, **said))):
        messages.success(request, _("已登记监督检查 %s。") % found.number)
        return redirect("inspection", found.number)
    return render(request, "oversight/enter_inspection.html", {"form": form})


@require_safe
@for_watchers
def show_inspection(request, number):
    inspection = get_inspection(request.user, number)
    duty = getattr(inspection, "duty", None)
    context = {
        "inspection": inspection,
        "items": [duty_item(duty, load_calendar(), clock.today())] if duty else [],
        "photos": range(len(inspection.photos)),
        "sees_all": request.user.has_perm(EVERYTHING_BY),
    }
    return render(request, "oversight/inspection.html", context)


@require_safe
@for_watchers
def show_photo(request, number, place):
    photos = get_inspection(request.user, number).photos
    if place >= len(photos):
        raise Http404
    return send_file(photos[place])


def get_inspection(user, number):
    rows = Inspection.objects.visible_to(user).select_related("provider", "application", "recorder", "duty")
    return get_object_or_404(rows, number=number)


def _data(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _cases(user):
    return Application.objects.visible_to_staff(user).handed_in()


def _attempt(form, record):
    """What came of it, or None where the form says why not."""
    try:
        return record(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


urlpatterns = [
    path("oversight/meetings/", list_meetings, name="meetings"),
    path("oversight/meetings/new/", enter_meeting, name="enter_meeting"),
    path("oversight/meetings/call/", call_meeting, name="call_meeting"),
    path("oversight/meetings/<slug:number>/", show_meeting, name="meeting"),
    path("oversight/inspections/", list_inspections, name="inspections"),
    path("oversight/inspections/new/", enter_inspection, name="enter_inspection"),
    path("oversight/inspections/<slug:number>/", show_inspection, name="inspection"),
    path("oversight/inspections/<slug:number>/photo/<int:place>/", show_photo, name="inspection_photo"),
]
