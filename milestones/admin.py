from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.desk import ReadOnlyAdmin, ScopedHistoryAdmin

from .forms import TimeLimitForm
from .models import Alert, Milestone, PauseLimit, Report, Span, TimeLimit
from .querysets import PAUSE_STATES


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


@admin.register(PauseLimit)
class PauseLimitAdmin(ScopedHistoryAdmin):
    """How long a clock may stand still for each reason. What has begun keeps the maximum it began under."""

    list_display = ["reason", "days", "source", "confirmation"]
    readonly_fields = ["reason"]

    def has_add_permission(self, request):
        return False

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


class StandingFilter(admin.SimpleListFilter):
    title = _("监督情况")
    parameter_name = "state"
    LABELS = {
        "doubted": _("有异议待核查"),
        "objected": _("有异议"),
        "revoked": _("已撤销"),
        "beyond": _("达到上限或批准延长"),
        "short": _("不足一天"),
    }

    def lookups(self, request, model_admin):
        return list(self.LABELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(PAUSE_STATES[self.value()]) if self.value() in self.LABELS else queryset


@admin.register(Span)
class PauseAdmin(OfMilestoneAdmin):
    """When clocks stood still, on what basis, and what became of it; judged at the oversight desk."""

    list_display = [
        "about",
        "reason",
        "basis",
        "actor_name",
        "starts_at",
        "expected_until",
        "ends_at",
        "objected_at",
        "revoked_at",
    ]
    list_filter = [PresentFilter, StandingFilter, "reason"]
    fields = [
        "about",
        "reason",
        "basis",
        "actor_name",
        ("starts_at", "expected_until", "ends_at"),
        ("most_days", "expired_at"),
        ("objection", "objected_at"),
        ("uphold_reason", "upheld_by", "upheld_at"),
        ("revoke_reason", "revoked_by", "revoked_at"),
        ("allowed_until", "allow_reason", "allowed_by"),
        "judge",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).pauses()

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "judge"]

    @admin.display(description=_("核查、撤销、批准延长"))
    def judge(self, pause):
        return format_html('<a href="/oversight/pauses/{}/">{}</a>', pause.pk, _("前往办理"))


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
