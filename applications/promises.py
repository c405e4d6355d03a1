"""What an applicant has promised (容缺) or a provider has asked for, and when it is to come: reminded of before
its term ends, in the hands of window and office after it. An ask nobody passed on goes on by itself."""

from contextlib import suppress

from django.db import transaction

from accounts.actors import SYSTEM
from common import clock
from common.status import WrongStatus
from common.sweeps import sweep
from common.workdays import add_workdays
from district.services import load_calendar

from . import signals
from .models import Correction, Material
from .reminders import look_after
from .services import lock, pass_on_request
from .telling import tell_applicant

PASS_ON_WORKDAYS = 1  # what the window has left lying for a whole working day is told all the same


def look_after_promises():
    look_after(
        Material.objects.awaited().filter(promise_expired_at=None).select_related("application"),
        remind=remind_of_promise,
        expire=expire_promise,
    )


def look_after_requests():
    asked = Correction.objects.asked().select_related("application", "request")
    look_after(asked.told().filter(expired_at=None), remind=remind_of_request, expire=expire_request)


def pass_on_left_lying():
    """Tell the applicant what a provider lacks where no clerk has looked at it for a whole working day."""
    calendar, today = load_calendar(), clock.today()

    def look_at(correction):
        if today > add_workdays(clock.local_date(correction.asked_at), PASS_ON_WORKDAYS, calendar):
            with suppress(WrongStatus):  # a clerk was quicker
                pass_on_request(correction, by=SYSTEM)

    sweep(Correction.objects.asked().untold().select_related("application"), look_at)


@transaction.atomic
def remind_of_promise(material, *, today, not_before):
    if _take(Material.objects.awaited(), material, reminded_on=today):
        material.application.record("material.reminded", by=SYSTEM, text=str(material))
        _tell_of_promise(material, "material.due_soon", key=today, not_before=not_before)


@transaction.atomic
def expire_promise(material, *, not_before):
    """The term is over: the office extends it once or ends it; until then what is brought is still taken."""
    if _take(Material.objects.awaited(), material, promise_expired_at=clock.now()):
        material.application.record("material.promise_expired", by=SYSTEM, text=str(material))
        _tell_of_promise(material, "material.overdue", not_before=not_before)
        signals.promise_expired.send(Material, material=material, not_before=not_before)


@transaction.atomic
def remind_of_request(correction, *, today, not_before):
    if _take(Correction.objects.asked(), correction, reminded_on=today):
        _record(correction, "order.paper_reminded")
        _tell_of_request(correction, "order.paper_due_soon", key=today, not_before=not_before)


@transaction.atomic
def expire_request(correction, *, not_before):
    """The term is over: window and provider are told; what is brought later is still taken."""
    if _take(Correction.objects.asked(), correction, expired_at=clock.now()):
        _record(correction, "order.paper_overdue")
        _tell_of_request(correction, "order.paper_overdue", not_before=not_before)
        signals.request_expired.send(Correction, correction=correction, not_before=not_before)


def _take(rows, row, **fields):
    """Write it onto a row that still waits as it was read; of two sweeps, or a sweep and an answer, one does."""
    lock(row.application)
    term = "promised_until" if isinstance(row, Material) else "due_on"
    same = {term: row.due_on, "reminded_on": row.reminded_on}
    return type(row).objects.filter(pk__in=rows.filter(pk=row.pk, **same).values("pk")).update(**fields)


def _record(correction, verb):
    text = "；".join(correction.items)
    correction.application.record(
        verb, by=SYSTEM, request=correction.request, text=text, order=correction.order
    )


def _tell_of_promise(material, kind, *, key="", not_before):
    facts = {"label": material.get_kind_display(), "until": material.promised_until}
    key = f"{material.pk}:{material.promised_until}:{key}"
    tell_applicant(material.application, kind, key=key, not_before=not_before, **facts)


def _tell_of_request(correction, kind, *, key="", not_before):
    facts = {
        "provider": correction.asked_by,
        "items": "、".join(correction.items),
        "due": correction.due_text,
    }
    key = f"{correction.pk}:{correction.due_on}:{key}"
    tell_applicant(correction.application, kind, key=key, not_before=not_before, **facts)
