"""Desks of plan and trenches: what each provider has given, the roads everybody shares, and the terms of digging."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from common.desk import ReadOnlyAdmin, ScopedAdmin

from .models import Dig, DigTerm, PlanPart, RoadSection
from .picture import facts_text
from .services.sections import correct_section
from .strictest import RULES


@admin.register(PlanPart)
class PlanPartAdmin(ReadOnlyAdmin):
    """The own parts; what is done with one is done on the page of its work order."""

    list_display = ["order_number", "status", "version", "plan_name", "address", "given_at", "confirmed_at"]
    list_display_links = None
    list_filter = ["status"]
    list_select_related = ["order__request__application", "plan"]
    search_fields = ["order__number", "order__request__application__address"]
    search_help_text = _("工单编号或地址")
    fields = [
        "order",
        "status",
        "version",
        "text",
        "provider_cost",
        "applicant_cost",
        "public_cost",
        "boundary",
        "safety",
        "days",
        "given_at",
        "given_by",
        "confirmed_at",
        "return_reason",
    ]

    def get_queryset(self, request):
        """Those that count, and those being drawn up."""
        return super().get_queryset(request).exclude(status__in=["replaced", "dropped"]).order_by("-pk")

    @admin.display(description=_("工单编号"))
    def order_number(self, part):
        url = reverse("admin:utilities_workorder_change", args=[part.order_id])
        return format_html('<a href="{}">{}</a>', url, part.order.number)

    @admin.display(description=_("方案"))
    def plan_name(self, part):
        return part.plan.name

    @admin.display(description=_("地址"))
    def address(self, part):
        return part.order.request.application.address


@admin.register(RoadSection)
class RoadSectionAdmin(ScopedAdmin):
    """What is known of a stretch; its names are what makes it one, and stay. What the office saves stands."""

    list_display = [
        "street",
        "from_point",
        "to_point",
        "town",
        "metres",
        "surface",
        "built_on",
        "backfilled_on",
        "differs_since",
    ]
    list_filter = [("differs_since", admin.EmptyFieldListFilter), "surface", "town"]
    list_select_related = ["town"]
    search_fields = ["street", "from_point", "to_point"]
    search_help_text = _("道路名称或起止点")
    readonly_fields = [
        "town",
        "street",
        "from_point",
        "to_point",
        "backfilled_on",
        "said",
        "differs_since",
        "corrected_at",
        "corrected_by",
    ]
    fields = [*readonly_fields[:4], *RULES, *readonly_fields[4:]]

    def save_model(self, request, obj, form, change):
        """Also where nothing is changed: then it has been looked at. The cases on it follow within a minute."""
        correct_section(obj, {name: form.cleaned_data[name] for name in RULES}, by=request.user)

    @admin.display(description=_("各单位所报"))
    def said(self, section):
        words = section.words.select_related("provider")
        return (
            format_html_join(mark_safe("<br>"), "{}：{}", ((word, facts_text(word)) for word in words)) or "-"
        )

    def has_add_permission(self, request):
        """A section is named where a route first uses it."""
        return False


@admin.register(Dig)
class DigAdmin(ReadOnlyAdmin):
    """Every trench; what is done with one is done on the page of a work order that lies in it."""

    list_display = [
        "section",
        "status",
        "kind",
        "starts_on",
        "ends_on",
        "opened_at",
        "closed_at",
        "papers_due_at",
    ]
    list_display_links = None
    list_filter = ["status", "kind"]
    list_select_related = ["section"]
    search_fields = ["section__street", "parties__order__number"]
    search_help_text = _("道路名称或工单编号")
    exclude = ["protected_until"]
    readonly_fields = ["protected_day"]

    @admin.display(description=_("路面保护期至"))
    def protected_day(self, dig):
        """The last day it must not be opened, as on every page."""
        return dig.last_protected_day


@admin.register(DigTerm)
class DigTermAdmin(ScopedAdmin):
    """How near in time trenches are to be joined, and how long a road is protected afterwards."""

    list_display = ["kind", "days", "unit", "source", "is_confirmed"]
    readonly_fields = ["kind", "unit"]
    fields = ["kind", "days", "unit", "source", "is_confirmed"]

    def has_add_permission(self, request):
        """The kinds are those the rules know."""
        return False
