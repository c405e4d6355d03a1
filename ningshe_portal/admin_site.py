from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.redirects import safe_next, with_next


class PortalAdminSite(admin.AdminSite):
    """There is one sign-in: with lockout, second factor and a page in plain Chinese."""

    site_title = _("宁河联合报装")
    site_header = _("宁河区水电气网联合报装 · 管理后台")
    index_title = _("工作台")
    site_url = "/"

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect(with_next("accounts:login", safe_next(request, "/admin/")))

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")
