"""How a case comes in: a paper taken in at the window, now or during a power cut, or a form handed in."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import Refusal, WrongStatus, move
from district.services import load_calendar

from .. import signals
from ..emergency_numbers import number_of
from ..models import Application, Paper, Status
from .answers import deem_accepted, last_silent_day, return_application
from .emergency import say_unusable

SCAN = "signed_form"


class BadLateEntry(Refusal):
    """What is said of a receipt during a power cut cannot be true, or lacks its proof."""


def make_number(application, moment):
    """``NH`` + local date + key modulo a million: no counter that all intakes would have to lock."""
    return f"NH{clock.local_date(moment):%Y%m%d}{application.pk % 1_000_000:06d}"


@transaction.atomic
def receive_application(application, *, by, missing=()):
    """Take a paper in: number, clock and receipt at once; it is typed in later.

    ``missing`` is told in the same go, once and complete. Raises ``WrongStatus``.
    """
    _receive(application, at=clock.now(), by=by)
    if missing:
        return_application(application, items=missing, by=by)


@transaction.atomic
def enter_late(application, *, serial, received_at, reason, by, missing=()):
    """Enter a paper that was taken in during a power cut, as of then: the one way to date a receipt back.

    ``serial``: of the emergency receipt the applicant was given, good for one case; the paper has been scanned
    before. Raises ``BadLateEntry``, ``WrongStatus``.
    """
    receipt = Paper.objects.emergency().unused().filter(serial=serial).first()
    if receipt is None:
        raise WrongStatus(say_unusable(serial))
    _check_late_entry(application, receipt, received_at=received_at, reason=reason)
    # The UPDATE names what it read: of two clerks with one receipt the second loses.
    if not Paper.objects.unused().filter(pk=receipt.pk).update(application=application):
        raise WrongStatus(_("应急回执 %s 刚刚由其他工作人员补录。") % number_of(serial))
    _receive(application, at=received_at, by=by, late_entry_reason=reason.strip())
    told = _("应急回执 %(number)s；%(reason)s") % {"number": number_of(serial), "reason": reason.strip()}
    application.record("application.entered_late", by=by, text=told, receipt=number_of(serial))
    if missing:
        return_application(application, items=missing, by=by)


def _check_late_entry(application, receipt, *, received_at, reason):
    if received_at > clock.now():
        raise BadLateEntry(_("收件时间不能晚于现在。"))
    if received_at < receipt.issued_at:
        raise BadLateEntry(
            _("收件时间不能早于这张应急回执的印制时间（%s）。") % clock.show(receipt.issued_at)
        )
    if not reason.strip():
        raise BadLateEntry(_("请写明补录原因。"))
    if not application.materials.with_file().filter(kind=SCAN).exists():
        raise BadLateEntry(_("请上传申请表和应急回执存根的扫描件。"))


def _receive(application, *, at, by, **fields):
    number = make_number(application, at)
    move(application, Status.RECEIVED, number=number, received_at=at, **fields)
    application.record("application.received", by=by, at=at)
    signals.application_received.send(Application, application=application, by=by)


@transaction.atomic
def submit_application(application, *, receivers, by):
    """Hand the form in. ``receivers``: the names of the providers the consent is given for.

    The consent is kept as it was read (个人信息保护法 23). A paper that lay silent too long before it was typed
    in counts as accepted at once. Raises ``WrongStatus``.
    """
    now = clock.now()
    is_answer = application.status == Status.RETURNED
    move(
        application,
        Status.SUBMITTED,
        submitted_at=now,
        entered_at=application.entered_at or now,
        number=application.number or make_number(application, application.received_at or now),
        consent={"receivers": receivers, "at": now.isoformat()},
        draft={},
    )
    if is_answer:
        application.corrections.of_intake().unanswered().update(answered_at=now)
    verb = "application.corrected" if is_answer else "application.submitted"
    application.record(verb, by=by, at=now)
    signals.application_submitted.send(Application, application=application, by=by, is_answer=is_answer)
    if application.received_at and clock.local_date(now) > last_silent_day(application, load_calendar()):
        deem_accepted(application)
