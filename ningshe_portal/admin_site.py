from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.redirects import safe_next, with_next
from approvals.models import Department

EVERYTHING = "applications.view_every_application"


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

    def index(self, request, extra_context=None):
        """The staff of a provider begin the day with their orders, officers with their permits."""
        sees_all = request.user.has_perm(EVERYTHING)
        if request.user.memberships.exists() and not sees_all:
            return redirect("admin:utilities_workorder_changelist")
        if Department.objects.of(request.user).exists() and not sees_all:
            return redirect("admin:approvals_permit_changelist")
        return super().index(request, extra_context)

    def get_urls(self):
        """Without the way from any row to its public page: it tells strangers which rows exist."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")
