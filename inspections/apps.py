from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("踏勘验收")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("inspections.receivers")
