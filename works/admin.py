"""Desks of the plan: what each provider has given, and the stretches of road everybody shares."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.desk import ReadOnlyAdmin, ScopedAdmin

from .models import PlanPart, RoadSection


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
    """What is known of a stretch; its names are what makes it one, and stay."""

    list_display = [
        "street",
        "from_point",
        "to_point",
        "town",
        "metres",
        "surface",
        "built_on",
        "backfilled_on",
    ]
    list_filter = ["surface", "town"]
    list_select_related = ["town"]
    search_fields = ["street", "from_point", "to_point"]
    search_help_text = _("道路名称或起止点")
    readonly_fields = ["town", "street", "from_point", "to_point", "backfilled_on"]

    def has_add_permission(self, request):
        """A section is named where a route first uses it."""
        return False
