from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = _("督办监督")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("oversight.receivers")
        import_module("oversight.rating_receivers")
