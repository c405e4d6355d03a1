from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("行政审批")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("approvals.receivers")
        import_module("approvals.section_receivers")
