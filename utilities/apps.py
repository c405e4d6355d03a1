from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UtilitiesConfig(AppConfig):
    name = "utilities"
    verbose_name = _("专营单位与工单")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("utilities.receivers")
        import_module("utilities.paper_receivers")
