from django.contrib import admin, messages
from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.codes import mask_phone
from common.desk import ReadOnlyAdmin

from .models import Application, EmergencyReceipt, LateEntry, Paper, Reveal, Waiting
from .services import tell_of_network


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


@admin.register(Waiting)
class WaitingAdmin(ReadOnlyAdmin):
    """Who wants to be told of a network. A town that gets a provider tells them by itself; where only a part of
    the town was without one, the office does it here."""

    list_display = [
        "town",
        "label",
        "application",
        "contact",
        "masked_phone",
        "created_at",
        "told_at",
        "cancelled_at",
    ]
    list_filter = ["service", "carrier", "town", ("told_at", admin.EmptyFieldListFilter)]
    list_select_related = ["application", "town"]
    fields = [
        "application",
        "town",
        "label",
        "contact",
        "masked_phone",
        "created_at",
        "told_at",
        "cancelled_at",
    ]
    actions = ["tell"]

    def get_readonly_fields(self, request, obj=None):
        return ["label", "contact", "masked_phone"]

    @admin.display(description=_("事项"))
    def label(self, waiting):
        return waiting.label

    @admin.display(description=_("联系人"))
    def contact(self, waiting):
        return waiting.application.contact_name

    @admin.display(description=_("电话"))
    def masked_phone(self, waiting):
        return mask_phone(waiting.application.contact_phone)

    @admin.action(permissions=["tell"], description=_("管网已通达，告知所选"))
    def tell(self, request, queryset):
        count = tell_of_network(queryset, by=request.user)
        self.message_user(request, _("已告知 %d 位申请人。") % count, messages.SUCCESS)

    def has_tell_permission(self, request):
        return request.user.has_perm("applications.change_waiting")


@admin.register(LateEntry)
class LateEntryAdmin(ReadOnlyAdmin):
    """Whatever was dated back, and why: the true receipt, when and by whom it was entered."""

    list_display = ["number", "applicant_name", "receipt", "received_at", "created_at", "clerk", "reason"]
    list_filter = ["received_at", "clerk"]
    list_select_related = ["clerk"]
    search_fields = ["number", "applicant_name"]
    search_help_text = _("办件编号、申请人")
    fields = [
        ("number", "status"),
        "applicant_name",
        ("receipt", "reason"),
        ("received_at", "entry"),
        ("clerk", "accepted_at"),
    ]
    readonly_fields = ["receipt", "reason", "entry"]

    def get_queryset(self, request):
        receipts = Prefetch("papers", Paper.objects.emergency(), to_attr="receipts")
        return super().get_queryset(request).prefetch_related(receipts)

    @admin.display(description=_("应急回执"))
    def receipt(self, entry):
        return "、".join(paper.content["number"] for paper in entry.receipts)

    @admin.display(description=_("补录原因"))
    def reason(self, entry):
        return entry.late_entry_reason

    @admin.display(description=_("补录时间"))
    def entry(self, entry):
        return entry.created_at


class StandingFilter(admin.SimpleListFilter):
    title, parameter_name = _("状态"), "standing"

    def lookups(self, request, model_admin):
        return [("unused", _("未用")), ("entered", _("已补录")), ("void", _("已作废"))]

    def queryset(self, request, queryset):
        kept = {
            "unused": queryset.unused,
            "entered": lambda: queryset.exclude(application=None),
            "void": queryset.taken_out,
        }
        return kept.get(self.value(), queryset.all)()


@admin.register(EmergencyReceipt)
class EmergencyReceiptAdmin(ReadOnlyAdmin):
    """What became of each number printed for a power cut; who took one out of use, and why."""

    list_display = ["number", "issued_at", "case", "voided_at", "voided_by", "void_reason"]
    list_filter = [StandingFilter]
    list_select_related = ["application"]
    search_fields = ["content__number", "application__number"]
    search_help_text = _("回执编号、办件编号")
    fields = readonly_fields = list_display

    @admin.display(description=_("回执编号"), ordering="serial")
    def number(self, receipt):
        return receipt.number

    @admin.display(description=_("办件编号"))
    def case(self, receipt):
        return receipt.application
