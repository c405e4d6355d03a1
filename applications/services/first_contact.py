"""The first-contact clerk (首问责任人) passes his cases on, for good or while he is away."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.roles import RoleName
from common import clock
from common.status import Refusal

from .. import signals
from ..models import Application, Audience, HandOver
from .people import LIVING
from .record import lock


class BadHandOver(Refusal):
    """Cases, or work orders, that cannot be passed on like this."""


@transaction.atomic
def hand_over(applications, *, taker, reason, by, until=None):
    """Pass first contact of one or many cases to ``taker``: for good, or up to and with the day ``until``.

    Only one's own cases, or as the office any. All or none; raises ``BadHandOver``.
    """
    _check_taker(taker, until)
    rows = [
        _pass_on(lock(application), taker, reason=reason, by=by, until=until)
        for application in sorted(applications, key=lambda case: case.pk)  # one order for all: no deadlock
    ]
    if not rows:
        raise BadHandOver(_("请选择要移交的办件。"))
    signals.cases_handed_over.send(HandOver, hand_overs=rows, taker=taker, by=by)
    return rows


@transaction.atomic
def take_back(hand_over, *, by):
    """The first clerk has his case again, whoever had it meanwhile. Raises ``BadHandOver``."""
    application = lock(hand_over.application, even_erased=True)
    hand_over.refresh_from_db()
    if hand_over.ended_at or hand_over.until is None:
        raise BadHandOver(_("%s：移交已结束。") % application)
    if not _may_take_back(hand_over, by):
        raise BadHandOver(_("%s：只能由移交双方或统筹人员收回。") % application)
    now = clock.now()
    later = application.hand_overs.under_way().filter(Q(at__gt=hand_over.at) | Q(pk=hand_over.pk))
    later.update(ended_at=now)
    hand_over.ended_at = now
    if hand_over.giver.is_active:
        Application.objects.filter(pk=application.pk).update(clerk=hand_over.giver)
        text = _("%(taker)s 交还 %(giver)s") % {"taker": application.clerk, "giver": hand_over.giver}
        application.record("application.taken_back", by=by, at=now, text=text)


def return_due(today):
    """Those that were handed over until a day that has passed, the latest first."""
    return HandOver.objects.due_back(today).select_related("application", "giver", "taker")


def give_back(hand_over):
    """The clerk is there again."""
    take_back(hand_over, by=SYSTEM)


def _check_taker(taker, until):
    if not (taker.is_active and taker.has_perm("applications.accept_application")):
        raise BadHandOver(_("“%s”不是窗口人员，不能接收办件。") % taker)
    if until and until < clock.today():
        raise BadHandOver(_("移交的截止日期已过，请重新填写。"))


def _pass_on(application, taker, *, reason, by, until):
    giver = application.clerk
    if application.status not in LIVING:
        raise BadHandOver(_("%s：该办件已结束，不需要移交。") % application)
    if giver != by and not by.has_role(RoleName.OFFICE):
        raise BadHandOver(_("%s：不是您负责的办件，请由统筹人员移交。") % application)
    if giver == taker:
        raise BadHandOver(_("%(case)s：已由%(taker)s负责。") % {"case": application, "taker": taker})
    if giver is None:
        until = None  # nobody there to get it back
    now = clock.now()
    if until is None:
        application.hand_overs.under_way().update(ended_at=now)  # for good: nobody takes it back
    row = HandOver.objects.create(
        application=application, giver=giver, taker=taker, reason=reason, at=now, until=until
    )
    Application.objects.filter(pk=application.pk).update(clerk=taker)
    _record(row, by=by)
    return row


def _record(row, *, by):
    """The applicant reads who looks after his case now; why, only colleagues."""
    text = _("%(row)s（至 %(until)s）") % {"row": row, "until": row.until} if row.until else str(row)
    row.application.record("application.handed_over", by=by, at=row.at, text=text)
    row.application.record(
        "application.hand_over_reason", by=by, at=row.at, audience=Audience.STAFF, text=row.reason
    )


def _may_take_back(row, by):
    return by is SYSTEM or by in (row.giver, row.taker) or by.has_role(RoleName.OFFICE)
