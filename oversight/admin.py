from django.contrib import admin

from common.desk import ScopedHistoryAdmin

from .models import MendingTerm


@admin.register(MendingTerm)
class MendingTermAdmin(ScopedHistoryAdmin):
    """How long a bad rating may take to be put right; what is open keeps the term it began with."""

    list_display = ["code", "workdays", "source", "is_confirmed"]
    fields = ["code", "workdays", "source", "is_confirmed"]
    readonly_fields = ["code"]

    def has_add_permission(self, request):
        return False
