"""Let go what has been kept long enough."""

from django.core.management.base import BaseCommand

from common import clock
from ningshe_portal.retention import RULES


class Command(BaseCommand):
    help = (
        "Deletes or empties what has been kept as long as the table of rules says; --dry-run only counts it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")
        parser.add_argument("--only", choices=[rule.code for rule in RULES], help="one rule")

    def handle(self, *, dry_run, only=None, **options):
        now, errors = clock.now(), []
        self.stdout.write(f"{'rule':<20}{'kept':>8}{'rows':>8}{'bytes':>14}  what")
        for rule in RULES:
            if only in (None, rule.code):
                purged = rule.run(now=now, dry_run=dry_run)
                errors += purged.errors
                self.stdout.write(
                    f"{rule.code:<20}{rule.keeps!s:>8}{purged.rows:>8}{purged.size:>14,}  {rule.what}"
                )
        if errors:
            raise ExceptionGroup("some rows could not be purged", errors)
