from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.desk import ReadOnlyAdmin, ScopedHistoryAdmin

from .forms import TimeLimitForm
from .models import Alert, Milestone, Report, Span, TimeLimit


@admin.register(TimeLimit)
class TimeLimitAdmin(ScopedHistoryAdmin):
    """Limits with their source. What has opened keeps the limit it opened under."""

    form = TimeLimitForm
    list_display = [
        "stage",
        "service",
        "variant",
        "has_outside_works",
        "days",
        "unit",
        "source",
        "confirmation",
        "valid_from",
    ]
    list_filter = ["stage", "service", "variant", "is_confirmed"]
    search_fields = ["source"]

    @admin.display(description=_("是否确认"))
    def confirmation(self, limit):
        return _("已确认") if limit.is_confirmed else _("待确认")


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    """Every stage and its clock, to look one up."""

    list_display = ["__str__", "status", "holder", "is_counting", "due_on", "is_estimated", "limit_days"]
    list_filter = ["status", "stage", "holder", "is_counting", "due_on"]
    list_select_related = ["order__request__application", "request__application", "application"]
    search_fields = ["application__number", "order__number"]
    fields = [
        ("stage", "status"),
        ("holder", "is_counting"),
        ("opened_at", "counting_from", "reached_at"),
        ("due_on", "is_estimated", "days_left"),
        ("limit_days", "limit_unit", "limit_source", "limit_is_confirmed"),
    ]


class OfMilestoneAdmin(ReadOnlyAdmin):
    """Rows that hang on a stage, found by the number of its case or order."""

    list_select_related = [
        "milestone__order__request__application",
        "milestone__request__application",
        "milestone__application",
    ]
    search_fields = ["milestone__application__number", "milestone__order__number"]

    def get_readonly_fields(self, request, obj=None):
        return ["about"]

    @admin.display(description=_("环节"))
    def about(self, row):
        return row.milestone


class PresentFilter(admin.SimpleListFilter):
    title = _("是否恢复")
    parameter_name = "over"

    def lookups(self, request, model_admin):
        return [("no", _("暂停中")), ("yes", _("已恢复"))]

    def queryset(self, request, queryset):
        return queryset.filter(ends_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Span)
class PauseAdmin(OfMilestoneAdmin):
    """When clocks stood still, and on what basis."""

    list_display = ["about", "reason", "basis", "actor_name", "starts_at", "expected_until", "ends_at"]
    list_filter = [PresentFilter, "reason"]
    fields = ["about", "reason", "basis", "actor_name", ("starts_at", "expected_until", "ends_at")]

    def get_queryset(self, request):
        return super().get_queryset(request).pauses()


@admin.register(Report)
class ReportAdmin(OfMilestoneAdmin):
    """What was reported of the stages, and how late."""

    list_display = ["about", "outcome", "occurred_at", "recorded_at", "is_late", "actor_name"]
    list_filter = ["is_late", "outcome", "recorded_at"]
    fields = ["about", "outcome", ("occurred_at", "recorded_at", "is_late"), "actor_name", "note"]


@admin.register(Alert)
class AlertAdmin(OfMilestoneAdmin):
    """What was raised as due soon or overdue."""

    fields = ["about", "level", "due_on", "raised_at", "voided_at"]
    list_display = ["about", "level", "due_on", "raised_at", "voided_at"]
    list_filter = ["level", "due_on", ("voided_at", admin.EmptyFieldListFilter)]
