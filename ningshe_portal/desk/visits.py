"""The diary of a provider's crews: on which days they go where, and what came of it."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import clock
from common.desk import ReadOnlyAdmin
from inspections.models import Attendance
from inspections.words import when_text

WHEN = {
    "today": (_("今天"), lambda rows, today: rows.open().filter(visit__on=today)),
    "coming": (_("以后"), lambda rows, today: rows.open().filter(visit__on__gt=today)),
    "missing": (_("已过未上报"), lambda rows, today: rows.open().filter(visit__on__lt=today)),
}


class WhenFilter(admin.SimpleListFilter):
    title = _("日期")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [(code, title) for code, (title, _select) in WHEN.items()]

    def queryset(self, request, queryset):
        if self.value() in WHEN:
            return WHEN[self.value()][1](queryset, clock.today())
        return queryset


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    """The list; what is done about one is done on the page of its work order."""

    list_display = ["day", "kind", "state", "order_number", "address", "answer", "result"]
    list_display_links = None
    list_filter = [WhenFilter, "answer", "result"]
    list_select_related = ["visit", "order__request__application"]
    ordering = ["-visit__on", "-pk"]
    search_fields = ["order__number", "order__request__application__address"]
    search_help_text = _("工单编号或地址")
    fields = ["order", "answer", "answer_note", "result", "method", "missing", "to_mend", "people"]

    def get_queryset(self, request):
        return super().get_queryset(request).taking_part()

    @admin.display(description=_("时间"), ordering="visit__on")
    def day(self, attendance):
        return when_text(attendance.visit)

    @admin.display(description=_("类型"))
    def kind(self, attendance):
        return attendance.visit.label

    @admin.display(description=_("状态"))
    def state(self, attendance):
        return attendance.visit.get_status_display()

    @admin.display(description=_("工单编号"), ordering="order__number")
    def order_number(self, attendance):
        url = reverse("admin:utilities_workorder_change", args=[attendance.order_id])
        return format_html('<a href="{}">{}</a>', url, attendance.order.number)

    @admin.display(description=_("地址"))
    def address(self, attendance):
        return attendance.order.application.address
