"""What lies ready for a power cut: the empty form and receipts numbered ahead, printed as one PDF."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from common import clock
from common.pdf import render_pdf

from .drawing import verify_qr
from .models import Paper, PaperKind
from .paper_content import blank_form, emergency_content
from .paper_words import grouped_code
from .papers import new_code

MOST_RECEIPTS = 200
TRIES = 5


def print_pack(count):
    """Number ``count`` new receipts and draw them behind the empty form."""
    receipts = number_receipts(count)
    slips = [
        {"content": receipt.content, "code": grouped_code(receipt.code), "qr": verify_qr(receipt)}
        for receipt in receipts
    ]
    return render_pdf("applications/pdf/outage_pack.html", {"form": blank_form(), "slips": slips})


def number_receipts(count):
    """The rows of ``count`` new receipts; two packs at once never share a number."""
    for _try in range(TRIES - 1):
        try:
            return _number_receipts(count)
        except IntegrityError:  # another pack took these numbers a moment ago
            continue
    return _number_receipts(count)


@transaction.atomic
def _number_receipts(count):
    last = Paper.objects.emergency().aggregate(last=Max("serial"))["last"] or 0
    now = clock.now()
    return Paper.objects.bulk_create(
        Paper(
            kind=PaperKind.EMERGENCY,
            serial=serial,
            code=new_code(),
            content=emergency_content(serial),
            issued_at=now,
        )
        for serial in range(last + 1, last + count + 1)
    )
