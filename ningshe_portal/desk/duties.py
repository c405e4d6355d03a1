"""What a provider is to put right, and how it was rated: its own, and of an anonymous rating no case and no day."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import clock
from common.desk import ReadOnlyAdmin
from district.services import load_calendar
from ningshe_portal.pages.duty_cards import duty_deadline, duty_item
from ningshe_portal.pages.duty_page import list_steps
from ningshe_portal.pages.duty_verbs import is_open
from ningshe_portal.pages.verbs import settle
from oversight.models import Duty, DutyStatus, Rating
from oversight.querysets import EVERYTHING_BY
from oversight.services import answer_duty
from oversight.services.words import MOST_LETTERS
from utilities.forms import VerbForm

from .views import send_file

ANSWER = "oversight.answer_duty"
NOTHING = "—"


class AnswerForm(VerbForm):
    answer = forms.CharField(
        label=_("办理情况"),
        max_length=MOST_LETTERS,
        help_text=_("写明做了什么、什么时候完成的；区政务服务办核实后办结。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    """The list, the most urgent first; the page of one has the form to answer it."""

    list_display = ["number", "lamp", "due", "kind", "what", "status"]
    list_display_links = ["number"]
    list_filter = ["status", "kind"]
    search_fields = ["number"]
    search_help_text = _("督办事项编号")

    def get_queryset(self, request):
        return super().get_queryset(request).with_source()

    def get_ordering(self, request):
        """Open ones before closed ones, by their day."""
        return ["closed_at", "due_on", "pk"] if not request.GET.get("o") else []

    def get_changelist_instance(self, request):
        """Each row learns how it stands, the calendar read once."""
        changelist = super().get_changelist_instance(request)
        calendar, today = load_calendar(), clock.today()
        for duty in changelist.result_list:
            duty.deadline = duty_deadline(duty, calendar, today)
        return changelist

    def get_urls(self):
        photo = self.admin_site.admin_view(self.show_photo)
        return [
            path("<int:pk>/photo/<int:place>/", photo, name="oversight_duty_photo"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"title": self.opts.verbose_name_plural} | (extra_context or {})
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What is owed and, where one may, the form to say what was done."""
        duty = self.get_object(request, object_id)
        may_answer = may_answer_for(duty, request.user)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not may_answer:
                raise PermissionDenied
            if self._answer(request, duty, form) is not None:
                return redirect("admin:oversight_duty_change", duty.pk)
        return TemplateResponse(
            request,
            "admin/oversight/duty/duty.html",
            self.admin_site.each_context(request)
            | {
                "opts": self.opts,
                "title": duty.number,
                "form": form if may_answer and (is_open(duty) or form.is_bound) else None,
            }
            | load_facts(duty, request.user),
        )

    def _answer(self, request, duty, form):
        run = partial(answer_duty, duty, by=request.user)
        done = _("已填报，区政务服务办核实后办结。")
        return settle(request, form, run, done=done, is_offered=is_open(duty))

    def show_photo(self, request, pk, place):
        """A photo of the inspection that demands it."""
        duty = self.get_object(request, str(pk))
        photos = duty.inspection.photos if duty.inspection else []
        if place >= len(photos):
            raise Http404
        return send_file(photos[place])

    @admin.display(description=_("状态灯"))
    def lamp(self, duty):
        if duty.status != DutyStatus.OPEN:  # the office has it, or nobody
            return NOTHING
        lamp = duty.deadline.lamp
        return render_to_string("components/lamp.html", {"colour": lamp, "word": lamp.word})

    @admin.display(description=_("事项"))
    def what(self, duty):
        return duty.text[:60]

    @admin.display(description=_("期限"), ordering="due_on")
    def due(self, duty):
        return duty.due_on


def may_answer_for(duty, user):
    """Its provider's staff."""
    is_own = duty.provider is not None and duty.provider.is_behind(user)
    return is_own and user.has_perm(ANSWER)


def load_facts(duty, user):
    sees_all = user.has_perm(EVERYTHING_BY)
    calendar, today = load_calendar(), clock.today()
    photos = range(len(duty.inspection.photos)) if duty.inspection else []
    return {
        "duty": duty,
        "item": duty_item(duty, calendar, today, sees_case=sees_all),
        "steps": list_steps(duty, sees_all=sees_all),
        "photos": [reverse("admin:oversight_duty_photo", args=[duty.pk, place]) for place in photos],
    }


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    """How one was rated. The case of an anonymous rating, and its day, would name the rater."""

    list_display = ["grade", "words", "when", "case", "mending"]
    list_display_links = None
    list_filter = ["grade"]
    fields = ["grade", "words", "when", "case", "mending"]
    readonly_fields = ["when", "case", "mending"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("application", "provider", "duty")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("服务评价")} | (extra_context or {}))

    @admin.display(description=_("评价时间"))
    def when(self, rating):
        day = clock.local_date(rating.rated_at)
        return day if rating.is_named else f"{day:%Y-%m}"

    @admin.display(description=_("办件"))
    def case(self, rating):
        return rating.application.number if rating.is_named else _("不公开姓名")

    @admin.display(description=_("整改"))
    def mending(self, rating):
        duty = getattr(rating, "duty", None)
        if duty is None:
            return NOTHING
        url = reverse("admin:oversight_duty_change", args=[duty.pk])
        return format_html('<a href="{}">{} {}</a>', url, duty.number, duty.get_status_display())
