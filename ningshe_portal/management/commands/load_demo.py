from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ningshe_portal.demo.loader import load_demo


class Command(BaseCommand):
    help = "Load the demo: staff, providers, limits, some thirty cases. Loading it again adds nothing twice."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("演示数据只能在 DEMO=1 时载入。")
        load_demo(tell=self.stdout.write)
