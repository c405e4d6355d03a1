"""Permits on their way to 政务一网通: by HTTP where the department has an interface, else somebody files by hand."""

import json
from contextlib import suppress

from django.db import transaction

from accounts.actors import SYSTEM
from applications.services import lock
from outbox.models import Channel, Message, Outcome
from outbox.services import queue_message

from ..models import Permit, PermitStatus
from .settling import date_permit, settle_case

FILED, WITHDRAWN = "permit.filed", "permit.withdrawn"


def tell_department(permit, kind):
    """Write what its department is told, if it has an interface; ``kind``: permit.filed or permit.withdrawn.

    The department knows a repeated message by ``reference``: one permit is one matter there, however often it comes.
    """
    endpoint = permit.department.endpoint
    if endpoint is None:
        return None
    return queue_message(
        channel=Channel.ONENET,
        endpoint=endpoint,
        recipient=endpoint.name,
        kind=kind,
        body=json.dumps(filing_of(permit) | {"event": kind}, ensure_ascii=False),
        key=f"{kind}:{permit.number}",
        about=permit.number,
    )


def filing_of(permit):
    """What the department needs to decide: no phone, no identity number."""
    application = permit.application
    return {
        "reference": permit.number,
        "matter": permit.type.code,
        "matter_name": permit.type.name,
        "department": permit.department.code,
        "needs_decision": permit.needs_decision,
        "application": application.number,
        "applicant": application.applicant_name,
        "credit_code": application.credit_code,
        "project_code": application.project_code,
        "address": application.full_address,
        "filed_by": permit.filer_name,
        "reason": permit.reason,
        "sections": [str(section) for section in permit.sections.all()],
        "orders": [order.number for order in permit.orders.all()],
    }


@transaction.atomic
def note_arrival(message, *, at):
    """The department has the filing: its days run from now on, and what it answered may be its number.

    Not where it had it before: the filing was sent again, or a number, a procedure or an extension was known already.
    """
    permit = Permit.objects.select_related("application").filter(number=message.about).first()
    if permit is None or message.kind != FILED:
        return
    lock(permit.application)
    arrivals = message.attempt_set.filter(outcome=Outcome.ARRIVED)
    rows = Permit.objects.filter(pk=permit.pk)
    fresh = rows.filter(status=PermitStatus.FILED, external_number="", spans=None, extension=None)
    is_first = arrivals.count() == 1 and fresh.exists()
    rows.filter(external_number="").update(external_number=number_in(arrivals.first()))
    if is_first and rows.filter(filed_at__lt=at).update(filed_at=at):
        date_permit(rows.get())
        settle_case(permit.application, by=SYSTEM)


def first_sent_at(permit):
    """From when on the department may have it: a filing that arrived late or again was on its way before."""
    message = Message.objects.filter(kind=FILED, about=permit.number).order_by("pk").first()
    return min(permit.filed_at, message.created_at) if message else permit.filed_at


def number_in(attempt):
    """The number in the answer of the department, '' where it gives none yet."""
    with suppress(ValueError, AttributeError, TypeError):
        return str(json.loads(attempt.answer).get("number") or "")[:60]
    return ""
