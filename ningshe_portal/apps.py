from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NingshePortalConfig(AppConfig):
    name = "ningshe_portal"
    verbose_name = _("门户")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Roles are granted after the last app has made its permissions, so once per migrate."""
        import_module("ningshe_portal.receivers")
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(grant_roles, sender=last, dispatch_uid="grant_roles")


def grant_roles(**kwargs):
    from ningshe_portal.roles import sync_roles

    sync_roles()
