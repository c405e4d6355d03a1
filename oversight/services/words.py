"""What is written down: never empty, never endless; and the numbers of what is written."""

from django.utils.translation import gettext as _

from common import clock
from common.status import Refusal

MOST_LETTERS = 2000
DAY, MONTH = "%Y%m%d", "%Y%m"


class SaidNothing(Refusal):
    """A text that says nothing, or too much."""


def check_text(text, lack=""):
    text = text.strip()
    if not text:
        raise SaidNothing(lack or _("请写明具体情况。"))
    if len(text) > MOST_LETTERS:
        raise SaidNothing(_("内容不能超过 %d 个字。") % MOST_LETTERS)
    return text


def give_number(row, prefix, moment, *, when=DAY):
    """As an application's: kind, local date or ``MONTH`` alone, six figures of the key."""
    row.number = f"{prefix}{clock.local_date(moment):{when}}{row.pk % 10**6:06d}"
    row.save(update_fields=["number"])
