from django.contrib import admin

from common.desk import ScopedHistoryAdmin

from .models import Department, PermitType


@admin.register(Department)
class DepartmentAdmin(ScopedHistoryAdmin):
    list_display = ["name", "code", "phone", "endpoint"]
    list_select_related = ["endpoint"]
    fields = ["code", "name", "phone", "endpoint", "members"]
    filter_horizontal = ["members"]


@admin.register(PermitType)
class PermitTypeAdmin(ScopedHistoryAdmin):
    """What it needs is a rule of the portal (``needs``); limits and departments are the district's."""

    list_display = [
        "name",
        "promised_days",
        "legal_days",
        "threshold_metres",
        "needs_decision",
        "is_needed",
        "is_confirmed",
    ]
    fields = [
        "code",
        "name",
        "departments",
        "promised_days",
        "legal_days",
        "needs_decision",
        "threshold_metres",
        "is_needed",
        "source",
        "is_confirmed",
    ]
    readonly_fields = ["code"]
    filter_horizontal = ["departments"]

    def has_add_permission(self, request):
        return False
