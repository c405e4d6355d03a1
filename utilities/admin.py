from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.desk import ReadOnlyAdmin, ScopedHistoryAdmin

from .areas import save_area, set_areas
from .forms import ApiKeyForm, AreasForm
from .models import ApiKey, Membership, Provider, Regulator, ServiceArea
from .services import issue_api_key, revoke_api_key


@admin.register(Provider)
class ProviderAdmin(ScopedHistoryAdmin):
    """The companies that hook people up, and the keys of their systems."""

    list_display = ["code", "name", "service", "carrier", "endpoint", "hotline", "is_active"]
    list_filter = ["service", "is_active"]
    list_select_related = ["endpoint"]
    search_fields = ["code", "name"]
    change_form_template = "admin/utilities/provider/change_form.html"

    def get_readonly_fields(self, request, obj=None):
        return ["code", "service", "carrier"] if obj else []

    def get_urls(self):
        view = self.admin_site.admin_view(self.issue_key_view)
        return [path("<int:pk>/key/", view, name="utilities_provider_issue_key"), *super().get_urls()]

    def issue_key_view(self, request, pk):
        """The key is on the answer of the POST and nowhere else."""
        provider = self.get_object(request, str(pk))
        if not request.user.has_perm("utilities.add_apikey"):
            raise PermissionDenied
        form, key = ApiKeyForm(request.POST or None), None
        if form.is_valid():
            row, key = issue_api_key(provider, by=request.user, **form.cleaned_data)
            self.log_change(request, provider, _("发放接口密钥 %s…") % row.prefix)
        title = _("发放接口密钥：%s") % provider
        context = {"opts": self.opts, "title": title, "original": provider, "form": form, "key": key}
        page = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/utilities/provider/issue_key.html", page)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """The keys that were issued, and an end to them."""

    list_display = [
        "prefix",
        "provider",
        "label",
        "created_at",
        "issued_by",
        "used_at",
        "revoked_at",
        "revoked_by",
    ]
    list_filter = ["provider", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["provider"]
    fields = ["provider", "label", "prefix", "created_at", "issued_by", "used_at", "revoked_at", "revoked_by"]
    actions = ["revoke"]

    @admin.action(permissions=["revoke"], description=gettext_lazy("停用所选密钥"))
    def revoke(self, request, queryset):
        for row in queryset:
            revoke_api_key(row, by=request.user)
            self.log_change(request, row, _("停用"))
        self.message_user(request, _("已停用，使用这些密钥的系统不能再访问接口。"), messages.SUCCESS)

    def has_revoke_permission(self, request):
        return request.user.has_perm("utilities.change_apikey")


@admin.register(ServiceArea)
class ServiceAreaAdmin(ScopedHistoryAdmin):
    """Who serves which town; many towns at once on a page of their own."""

    list_display = ["town", "service", "carrier", "provider"]
    list_filter = ["service", "carrier", "provider", "town"]
    list_select_related = ["town", "provider"]
    change_list_template = "admin/utilities/servicearea/change_list.html"

    def get_readonly_fields(self, request, obj=None):
        return ["service", "carrier", "town"] if obj else []

    def get_urls(self):
        view = self.admin_site.admin_view(self.set_areas_view)
        return [path("several/", view, name="utilities_servicearea_several"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        save_area(obj, by=request.user)

    def set_areas_view(self, request):
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = AreasForm(request.POST or None)
        if form.is_valid():
            count = set_areas(
                *form.cleaned_data["part"],
                form.cleaned_data["towns"],
                form.cleaned_data["provider"],
                by=request.user,
            )
            messages.success(request, _("已设定 %d 个街镇（园区）。") % count)
            return redirect("admin:utilities_servicearea_changelist")
        context = {"opts": self.opts, "title": _("批量设定服务范围"), "form": form}
        page = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/utilities/servicearea/several.html", page)


@admin.register(Membership)
class MembershipAdmin(ScopedHistoryAdmin):
    """Who answers for a provider, who stands in, and who is on leave."""

    list_display = ["user", "provider", "role", "away_from", "away_to"]
    list_filter = ["provider", "role"]
    list_select_related = ["user", "provider"]
    search_fields = ["user__username", "user__display_name"]


@admin.register(Regulator)
class RegulatorAdmin(ScopedHistoryAdmin):
    """The authorities over the trades and the people who read their cases."""

    list_display = ["name", "service", "endpoint"]
    list_filter = ["service"]
    list_select_related = ["endpoint"]
    filter_horizontal = ["members"]
