from django.contrib import admin
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from common.desk import ScopedAdmin
from milestones.lamps import Lamp
from utilities.models import WorkOrder

from . import views
from .bulk import acknowledge_all, report_networks
from .filters import OwnTowns, StepFilter
from .people import HAND_OVER, hand_over_all
from .standing import at_their_stage, with_deadlines


@admin.register(WorkOrder)
class WorkOrderAdmin(ScopedAdmin):
    """The desk of a provider: what is in hand, how urgent it is, and the doors to the verbs."""

    list_display = ["lamp", "order_number", "stage", "due", "address", "town", "applicant"]
    list_display_links = ["order_number"]
    list_filter = [
        StepFilter,
        "status",
        ("request__application__town", OwnTowns),
        "provider",
    ]
    sortable_by = ["order_number", "due"]
    search_fields = [
        "number",
        "request__application__address",
        "request__application__contact_phone__endswith",
    ]
    search_help_text = _("工单编号、地址，或联系电话（全部或后几位）")
    actions = ["acknowledge", "hand_over", "arrived"]

    def get_queryset(self, request):
        joined = ("request__application__town", "request__follow_up", "provider")
        rows = super().get_queryset(request).select_related(*joined)
        return at_their_stage(rows.with_news())

    def get_ordering(self, request):
        """The most urgent first; what has no date stands at the end."""
        return [F("current_due_on").asc(nulls_last=True), "-pk"]

    def get_changelist_instance(self, request):
        """The steps move from the side to the top of the list, and each row learns how it stands."""
        changelist = super().get_changelist_instance(request)
        changelist.title = self.opts.verbose_name_plural
        steps, *changelist.filter_specs = changelist.filter_specs
        changelist.steps = list(steps.choices(changelist))
        changelist.result_list = with_deadlines(changelist.result_list)
        return changelist

    def get_urls(self):
        return [*views.urls(self), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return views.show(request, object_id, desk=self)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Nothing is edited here: every change is a verb."""
        return False

    def has_acknowledge_permission(self, request):
        return request.user.has_perm("utilities.acknowledge_workorder")

    @admin.display(description=_("状态灯"))
    def lamp(self, order):
        lamp = order.deadline.lamp if order.deadline else Lamp.NONE
        if not lamp.icon:
            return "—"
        return render_to_string("components/lamp.html", {"colour": lamp, "word": lamp.word})

    @admin.display(description=_("工单编号"), ordering="number")
    def order_number(self, order):
        if not order.is_living:
            return order.number
        marks = [_("未读")] * (order.read_at is None) + [_("新留言")] * order.has_news
        shown = format_html_join("", ' <span class="fresh">{}</span>', ((mark,) for mark in marks))
        return format_html("{}{}", order.number, shown)

    @admin.display(description=_("环节"))
    def stage(self, order):
        return order.current.get_stage_display() if order.current else order.get_status_display()

    @admin.display(description=_("截止"), ordering="current_due_on")
    def due(self, order):
        if order.deadline is None:
            return "—"
        return render_to_string("admin/utilities/workorder/_due.html", {"deadline": order.deadline})

    @admin.display(description=_("地址"))
    def address(self, order):
        return order.application.address

    @admin.display(description=_("街镇（园区）"))
    def town(self, order):
        return order.application.town

    @admin.display(description=_("申请人"))
    def applicant(self, order):
        return order.application.applicant_name

    def has_hand_over_permission(self, request):
        return request.user.has_perm(HAND_OVER)

    @admin.action(permissions=["hand_over"], description=_("移交经办人"))
    def hand_over(self, request, queryset):
        return hand_over_all(request, queryset, desk=self)

    @admin.action(permissions=["acknowledge"], description=_("批量接单"))
    def acknowledge(self, request, queryset):
        return acknowledge_all(request, queryset, desk=self)

    @admin.action(permissions=["acknowledge"], description=_("登记管网通达"))
    def arrived(self, request, queryset):
        return report_networks(request, queryset, desk=self)
