from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from applications.outage_pack import MOST_RECEIPTS, print_pack


class Command(BaseCommand):
    help = _("印制停电应急包：空白申请表和预先编号的应急收件回执，合成一个 PDF 文件。")

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=50, help=f"receipts, 1 to {MOST_RECEIPTS}")
        parser.add_argument("--out", type=Path, required=True, help="the PDF to write")

    def handle(self, *args, count, out, **options):
        if not 1 <= count <= MOST_RECEIPTS:
            raise CommandError(f"--count must be 1 to {MOST_RECEIPTS}")
        try:  # found out before numbers are used up
            out.touch()
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        out.write_bytes(print_pack(count))
        self.stdout.write(str(out))
