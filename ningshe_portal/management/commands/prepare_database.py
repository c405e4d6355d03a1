from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database of a local serve up to date, in one start of Python."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demo data too")

    def handle(self, *, demo, **options):
        self.stdout.write("正在建立或升级数据库……")
        call_command("migrate", interactive=False, verbosity=0)
        if demo:
            self.stdout.write("正在载入演示数据……")
            call_command("load_demo")
