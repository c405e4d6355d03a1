from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("联合报装")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("applications.receivers")
        import_module("applications.paper_receivers")
