from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import User
from accounts.roles import RoleName, role_title
from common.codes import mask_phone
from common.desk import ScopedAdmin


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password two people know is good for one sign-in."""

    def save(self, commit=True):
        self.user.needs_new_password = True
        return super().save(commit)


class RoleFilter(admin.SimpleListFilter):
    title = _("角色")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return RoleName.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(ScopedAdmin, StockUserAdmin):
    """Accounts of staff. What somebody may do is his roles; single permissions are not given to persons."""

    change_password_form = GivenPasswordForm
    list_display = ["username", "display_name", "masked_phone", "role_titles", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter]
    search_fields = ["username", "display_name", "phone"]
    ordering = ["username"]
    filter_horizontal = ["groups"]
    readonly_fields = ["last_login", "date_joined", "is_active", "needs_new_password"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("人员"), {"fields": ["display_name", "phone", "email"]}),
        (_("角色"), {"fields": ["groups", "is_staff"]}),
        (_("状态"), {"fields": ["is_active", "needs_new_password", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "phone"]}),
        (_("初始密码"), {"fields": ["usable_password", "password1", "password2"]}),
        (_("角色"), {"fields": ["groups", "is_staff"]}),
    ]
    actions = ["reset_second_factor", "unlock", "deactivate", "activate"]

    def get_queryset(self, request):
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label, field.help_text = _("角色"), ""
            field.label_from_instance = lambda group: role_title(group.name)
        return field

    @admin.display(description=_("手机号码"))
    def masked_phone(self, user):
        return mask_phone(user.phone)

    @admin.display(description=_("角色"))
    def role_titles(self, user):
        return "、".join(role_title(group.name) for group in user.groups.all())

    @admin.action(permissions=["change"], description=_("重设所选用户的动态验证码"))
    def reset_second_factor(self, request, queryset):
        self.apply(request, queryset, services.reset_second_factor, _("已重设动态验证码，下次登录时重新绑定"))

    @admin.action(permissions=["change"], description=_("解除所选用户的登录锁定"))
    def unlock(self, request, queryset):
        self.apply(request, queryset, services.unlock_user, _("已解除登录锁定"))

    @admin.action(permissions=["change"], description=_("停用所选用户"))
    def deactivate(self, request, queryset):
        self.apply(request, queryset.exclude(pk=request.user.pk), services.deactivate_user, _("已停用"))

    @admin.action(permissions=["change"], description=_("启用所选用户"))
    def activate(self, request, queryset):
        self.apply(request, queryset, services.activate_user, _("已启用"))

    def apply(self, request, queryset, service, done):
        """Do it for each chosen user, leave it in the history, and say so."""
        for user in queryset:
            service(user, by=request.user)
            self.log_change(request, user, str(done))
            self.message_user(request, f"{user}：{done}", messages.SUCCESS)
