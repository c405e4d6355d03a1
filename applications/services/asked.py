"""Papers a provider asks for after acceptance: through the window, once, with a term."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import WrongStatus
from district.services import load_calendar

from .. import signals
from ..models import Correction, RequestStatus, Status
from .answers import ToldOnce, correction_term
from .record import lock

PAUSE = "（"  # between a paper and what is said about it


@transaction.atomic
def ask_through_window(request, *, order, asked_by, paper, detail="", kind=""):
    """Note what a provider lacks; what the window has not passed on yet is joined to one notice.

    Returns the notice, and whether this is new in it: who clicks twice asks once.

    After it was told, only what was not met may be asked for again. The case is locked by the caller.
    Raises ``ToldOnce``, ``WrongStatus``.
    """
    item = f"{paper}{PAUSE}{detail}）" if detail else paper
    earlier = list(Correction.objects.filter(request=request, order=order))
    untold = next((row for row in earlier if row.told_at is None and row.closed_at is None), None)
    if untold is None:
        _refuse_more(paper, [row for row in earlier if row.told_at])
        created = Correction.objects.create(
            application=request.application,
            request=request,
            order=order,
            asked_by=asked_by,
            asked_at=clock.now(),
            kind=kind,
            items=[item],
            told_at=None,
        )
        return created, True
    if item in untold.items:
        return untold, False
    untold.items = [*untold.items, item]
    untold.kind = kind if kind == untold.kind else ""
    untold.save(update_fields=["items", "kind"])
    return untold, True


def _refuse_more(paper, told):
    """Told once: a second notice names nothing the first did not, and not while the first is waited for."""
    if not told:
        return
    papers = {item.partition(PAUSE)[0] for row in told for item in row.items}
    if paper not in papers:
        raise ToldOnce(_("补交材料须一次提出。“%s”未在前次提出；窗口已转告申请人，不能再增加。") % paper)
    if any(row.answered_at is None and row.closed_at is None for row in told):
        raise WrongStatus(_("“%s”已转告申请人，正在等待补交。") % paper)


@transaction.atomic
def pass_on_request(correction, *, by):
    """The window tells the applicant what the provider lacks; the term runs from now. Raises ``WrongStatus``."""
    correction = _lock_open(correction)
    if correction.told_at:
        raise WrongStatus(_("已经转告过申请人。"))
    correction.told_at = clock.now()
    correction.due_on, correction.is_estimated = correction_term(correction.told_at, load_calendar())
    correction.reminded_on = clock.today()
    correction.save(update_fields=["told_at", "due_on", "is_estimated", "reminded_on"])
    _record(correction, "order.paper_told", by=by, text="；".join(correction.items))
    signals.request_passed_on.send(
        Correction, application=correction.application, correction=correction, by=by
    )


@transaction.atomic
def answer_request(correction, *, by):
    """What was asked for has come; the provider is told. Raises ``WrongStatus``."""
    correction = _lock_open(correction)
    correction.answered_at = clock.now()
    correction.save(update_fields=["answered_at"])
    brought = "、".join(str(material) for material in correction.brought.present())
    _record(correction, "order.paper_brought", by=by, text=brought or "；".join(correction.items))
    signals.request_settled.send(Correction, application=correction.application, correction=correction, by=by)


@transaction.atomic
def close_request(correction, *, reason, by):
    """The window does not ask for it, or waits no longer; the provider is told why. Raises ``WrongStatus``."""
    _close(_lock_open(correction), reason=reason, by=by)


def close_requests_of(request, *, by):
    """One that has ended, however, needs no papers any more. Its case is locked by the caller."""
    for correction in Correction.objects.unanswered().filter(request=request):
        correction.request, correction.application = request, request.application
        _close(correction, reason=_("该事项已结束"), by=by)


def _close(correction, *, reason, by):
    correction.closed_at = clock.now()
    correction.save(update_fields=["closed_at"])
    _record(correction, "order.paper_closed", by=by, text=reason)
    signals.request_settled.send(Correction, application=correction.application, correction=correction, by=by)


def _lock_open(correction):
    lock(correction.application)
    rows = Correction.objects.unanswered().select_related("application", "request")
    found = rows.exclude(request=None).filter(pk=correction.pk).first()
    if (
        found is None
        or found.application.status != Status.ACCEPTED
        or found.request.status != RequestStatus.OPEN
    ):
        raise WrongStatus(_("该补交事项已办结或办件已结束，请刷新后查看。"))
    return found


def _record(correction, verb, *, by, text):
    correction.application.record(verb, by=by, request=correction.request, text=text, order=correction.order)
