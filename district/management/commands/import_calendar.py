"""Enter the State Council's notice of a year from a CSV file."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from district.notices import BadNotice
from district.services import import_calendar_csv


class Command(BaseCommand):
    help = (
        "Enter a year's holidays and make-up days from FILE (lines of date,kind[,name]; kind rest or work)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--title", default="")
        parser.add_argument("--document-number", default="")
        parser.add_argument("--issued-on", type=date.fromisoformat)
        parser.add_argument("--url", default="")

    def handle(self, *, file, title, document_number, issued_on, url, **options):
        facts = {"document_number": document_number, "issued_on": issued_on, "url": url}
        try:
            with file.open("rb") as content:
                notice = import_calendar_csv(content, title=title, by=SYSTEM, **facts)
        except (OSError, BadNotice) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("已导入 %(title)s，共 %(count)d 天。") % {"title": notice, "count": notice.days.count()}
        )
