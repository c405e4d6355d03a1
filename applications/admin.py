from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.codes import mask_phone
from common.desk import ReadOnlyAdmin

from .models import Application, Reveal


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """All cases, to look one up; they are worked on at the window desk."""

    list_display = [
        "number",
        "status",
        "applicant_name",
        "address",
        "town",
        "phone",
        "channel",
        "submitted_at",
    ]
    list_filter = ["status", "channel", "town"]
    list_select_related = ["town"]
    search_fields = ["number", "applicant_name", "address", "contact_phone__endswith"]
    search_help_text = _("办件编号、申请人、地址，或联系电话（全部或后几位）")
    fields = [
        ("number", "window"),
        ("status", "channel"),
        "applicant_name",
        ("address", "town"),
        ("contact_name", "phone"),
        "clerk",
        ("received_at", "entered_at", "submitted_at"),
        ("accepted_at", "deemed_at", "ended_at"),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["window", "phone"]

    @admin.display(description=_("联系电话"))
    def phone(self, application):
        return mask_phone(application.contact_phone)

    @admin.display(description=_("窗口工作台"))
    def window(self, application):
        if not application.number:
            return "—"
        return format_html('<a href="/window/{}/">{}</a>', application.number, _("打开办件"))


@admin.register(Reveal)
class RevealAdmin(ReadOnlyAdmin):
    """Who saw personal data in full; for those who supervise."""

    list_display = ["at", "application", "what", "actor_name", "side"]
    list_filter = ["what", "at"]
    list_select_related = ["application"]
    search_fields = ["application__number", "actor_name", "side"]
    search_help_text = _("办件编号、查看人、所属")
    fields = readonly_fields = ["at", "application", "what", "actor_name", "side"]
