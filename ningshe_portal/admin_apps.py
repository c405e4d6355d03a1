from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """The stock admin behind the portal's own sign-in."""

    default_site = "ningshe_portal.admin_site.PortalAdminSite"

    def ready(self):
        """Groups come from the table of roles; the page of a TOTP device would show its secret."""
        super().ready()
        from django.contrib import admin
        from django.contrib.auth.models import Group
        from django_otp.plugins.otp_totp.models import TOTPDevice

        admin.site.unregister([Group, TOTPDevice])
