from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MilestonesConfig(AppConfig):
    name = "milestones"
    verbose_name = _("环节与时限")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("milestones.receivers")
