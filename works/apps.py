from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksConfig(AppConfig):
    name = "works"
    verbose_name = _("方案施工")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("works.plan_receivers")
        import_module("works.dig_receivers")
