"""Emergency receipts that were spoiled, lost or never came out of the printer: their numbers are taken out of use."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import Refusal, WrongStatus

from ..emergency_numbers import number_of
from ..models import EmergencyReceipt

MOST_AT_ONCE = 200  # a whole pack


class BadVoid(Refusal):
    """Numbers that cannot be meant, or no reason."""


@transaction.atomic
def void_receipts(first, last, *, reason, by):
    """Take the receipts with these serials out of use, all or none. Raises ``BadVoid``, ``WrongStatus``."""
    if not first <= last < first + MOST_AT_ONCE:
        raise BadVoid(_("止号不能小于起号，一次最多作废 %d 张。") % MOST_AT_ONCE)
    if not reason.strip():
        raise BadVoid(_("请写明作废原因。"))
    wanted = range(first, last + 1)
    unused = EmergencyReceipt.objects.unused().filter(serial__in=wanted)
    usable = set(unused.values_list("serial", flat=True))
    for serial in wanted:
        if serial not in usable:
            raise WrongStatus(say_unusable(serial))
    facts = {"voided_at": clock.now(), "voided_by": str(by), "void_reason": reason.strip()}
    # The UPDATE names what it read: a colleague may be entering one of them at this moment.
    if unused.update(**facts) != len(wanted):
        raise WrongStatus(_("其中有回执刚刚由其他工作人员补录或作废，请核对后再试。"))
    return len(wanted)


def say_unusable(serial):
    """Why the receipt with this number can be neither entered nor voided."""
    receipt = EmergencyReceipt.objects.filter(serial=serial).select_related("application").first()
    number = number_of(serial)
    if receipt is None:
        return _("没有印制过应急回执 %s，请核对编号。") % number
    if receipt.application:
        said = {"number": number, "case": receipt.application}
        return _("应急回执 %(number)s 已补录，办件编号 %(case)s。") % said
    day = receipt.voided_at.astimezone(clock.LOCAL).date().isoformat()
    said = {"number": number, "day": day, "who": receipt.voided_by, "reason": receipt.void_reason}
    return _("应急回执 %(number)s 已于 %(day)s 由%(who)s作废（%(reason)s），不能使用。") % said
