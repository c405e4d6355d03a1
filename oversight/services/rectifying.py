"""A bad rating is put right (差评整改): the rater is called, the rated says what was mended."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.models import Audience
from common import clock
from common.twice import said_just_now
from district.services import load_calendar

from .. import signals
from ..models import About, Duty, DutyKind, DutyStatus, MendingTerm, Owner, Rating, StepKind, TermCode
from ..terms import mending_term
from .duties import MOST_CALLS, DutyRefused, add_step, count_calls, lock_duty, open_duty
from .words import check_text

OWNERS = {About.CASE: Owner.OFFICE, About.WINDOW: Owner.WINDOW, About.PROVIDER: Owner.PROVIDER}
NO_WORDS = _("评价人没有写具体意见。")


def open_rectification(rating, *, at):
    """For whoever was rated; the case as a whole is the office's."""
    return open_duty(
        DutyKind.RECTIFICATION,
        text=rating.words or str(NO_WORDS),
        by=SYSTEM,
        at=at,
        workdays=MendingTerm.objects.get(code=TermCode.USUAL).workdays,
        application=rating.application,
        owner=OWNERS[About(rating.about)],
        provider=rating.provider,
        rating=rating,
    )


@transaction.atomic
def log_call(duty, *, is_reached, said, by, may_name=False):
    """The office has called the rater: what he said, three tries at most. The same pressed twice is one call.

    ``may_name``: he agrees that the rated learns of which case he speaks. Raises ``DutyRefused``.
    """
    duty = _lock(duty)
    if duty.status == DutyStatus.CLOSED:
        raise DutyRefused(_("%s 已经办结，不用再回访。") % duty)
    lack = _("请写明评价人怎么说。") if is_reached else _("请写明没有联系上的情形，如无人接听。")
    call = {"kind": StepKind.CALLED, "text": check_text(said, lack), "is_reached": is_reached}
    if not said_just_now(duty.steps.all(), "at", **call):
        _check_number(duty)
        add_step(duty, **call, by=by, at=clock.now())
    if is_reached and may_name:
        Rating.objects.filter(pk=duty.rating_id).update(is_named=True)


def _check_number(duty):
    if count_calls(duty) >= MOST_CALLS:
        raise DutyRefused(_("已经回访 %d 次，不再打扰评价人。") % MOST_CALLS)


@transaction.atomic
def lengthen_duty(duty, *, reason, by):
    """What is hard to mend gets the long term, once, counted from the same day. Raises ``DutyRefused``."""
    duty, reason = _lock(duty), check_text(reason, _("请写明延长的原因。"))
    if duty.is_lengthened:
        raise DutyRefused(_("%s 的期限已经延长过一次。") % duty)
    if duty.status == DutyStatus.CLOSED:
        raise DutyRefused(_("%s 已经办结。") % duty)
    duty.workdays = MendingTerm.objects.get(code=TermCode.HARD).workdays
    due_on, duty.is_estimated = mending_term(duty.opened_at, duty.workdays, load_calendar())
    duty.due_on, duty.is_lengthened = max(due_on, duty.due_on), True
    duty.save(update_fields=["workdays", "due_on", "is_estimated", "is_lengthened"])
    now = clock.now()
    add_step(duty, StepKind.LENGTHENED, text=reason, by=by, at=now)
    duty.application.record("duty.lengthened", by=by, at=now, audience=Audience.WATCH, text=duty.number)
    signals.duty_lengthened.send(Duty, duty=duty, by=by)
    return duty


def _lock(duty):
    """Two at once must see each other's calls. Only a rectification is called about and lengthened."""
    found = lock_duty(duty)
    if found.kind != DutyKind.RECTIFICATION:
        raise DutyRefused(_("只有差评整改才需要回访和延长。"))
    return found
