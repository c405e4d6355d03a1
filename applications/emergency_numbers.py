"""The numbers of the receipts printed for a power cut: ``YJ000042-6``, the last figure a check. Pure."""

import re
import unicodedata

from django.utils.translation import gettext as _

from common.codes import BadCode

SHAPE = re.compile(r"(?:YJ)?([0-9]{6,9})([0-9])")


def number_of(serial):
    return f"YJ{serial:06d}-{_check_figure(serial)}"


def serial_of(text):
    """The serial, from the number as it was written or typed. Raises ``BadCode``."""
    folded = unicodedata.normalize("NFKC", text).upper()
    found = SHAPE.fullmatch(re.sub(r"[\s\-–—−]", "", folded))
    if found is None:
        raise BadCode(_("应急回执编号形如 YJ000042-6，请照回执填写。"))
    serial = int(found[1])
    if found[2] != _check_figure(serial):
        raise BadCode(_("应急回执编号不对，请逐位核对（最后一位是校验位）。"))
    return serial


def _check_figure(serial):
    """Luhn's: one wrong figure, or two neighbours exchanged, is noticed."""
    doubled = (
        sum(divmod(2 * int(figure), 10)) if place % 2 == 0 else int(figure)
        for place, figure in enumerate(reversed(str(serial)))
    )
    return str(-sum(doubled) % 10)
