"""The temporary supplies a provider has connected: until when each runs, and what its user wants."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from applications.models import FollowUp
from common import clock
from common.desk import ReadOnlyAdmin
from ningshe_portal.pages.deadlines import supply_deadline
from ningshe_portal.pages.temporary_forms import wish_text
from utilities.models import OrderStatus, WorkOrder


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    """The list; what is done with one is done on the page of its work order."""

    list_display = ["lamp", "order_number", "applicant", "address", "until", "wanted", "status"]
    list_display_links = None
    list_filter = ["status"]
    list_select_related = ["request__application"]
    search_fields = ["request__application__number", "request__application__address"]
    search_help_text = _("办件编号或地址")
    fields = [
        "request",
        "status",
        "until",
        "wish",
        "wished_until",
        "note",
        "created_at",
        "ended_at",
        "ended_by",
    ]

    def get_queryset(self, request):
        """Those of the orders one may see."""
        connected = WorkOrder.objects.visible_to(request.user).connected()
        return (
            super()
            .get_queryset(request)
            .filter(request__orders__in=connected)
            .prefetch_related("request__orders")
        )

    @admin.display(description=_("状态灯"))
    def lamp(self, follow_up):
        if follow_up.until is None or follow_up.ended_at:
            return "—"
        lamp = supply_deadline(follow_up.until, clock.today()).lamp
        return render_to_string("components/lamp.html", {"colour": lamp, "word": lamp.word})

    @admin.display(description=_("工单编号"))
    def order_number(self, follow_up):
        order = next(row for row in follow_up.request.orders.all() if row.status == OrderStatus.CONNECTED)
        url = reverse("admin:utilities_workorder_change", args=[order.pk])
        return format_html('<a href="{}">{}</a>', url, order.number)

    @admin.display(description=_("申请人"))
    def applicant(self, follow_up):
        return follow_up.request.application.applicant_name

    @admin.display(description=_("地址"))
    def address(self, follow_up):
        return follow_up.request.application.address

    @admin.display(description=_("申请人希望"))
    def wanted(self, follow_up):
        return wish_text(follow_up) or "—"
