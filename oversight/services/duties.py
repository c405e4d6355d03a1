"""The verbs every duty has: opened, answered by its owner, sent back, closed by the office."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Audience
from common import clock
from common.clock import list_days
from common.status import Refusal, WrongStatus, move
from district.services import load_calendar

from .. import signals
from ..models import Duty, DutyKind, DutyStatus, DutyStep, Owner, StepKind
from ..terms import mending_term
from .words import DAY, MONTH, check_text, give_number

PREFIXES = {DutyKind.RECTIFICATION: "ZG", DutyKind.AGREED: "YD", DutyKind.MENDING: "JZ"}


class DutyRefused(Refusal):
    """What a duty does not allow yet, or not to this person."""


def open_duty(kind, *, text, by, at, due_on=None, workdays=None, **facts):
    """Write down what is owed, by an agreed day or within working days. Call it inside a transaction."""
    is_estimated = False
    if workdays is not None:
        due_on, is_estimated = mending_term(at, workdays, load_calendar())
    duty = Duty.objects.create(
        kind=kind,
        text=check_text(text),
        opened_at=at,
        due_on=due_on,
        is_estimated=is_estimated,
        workdays=workdays,
        **facts,
    )
    # The day of an anonymous rating would name the rater: no number of a rectification bears one.
    when = MONTH if kind == DutyKind.RECTIFICATION else DAY
    give_number(duty, PREFIXES[DutyKind(kind)], at, when=when)
    _record(duty, "duty.opened", by=by, at=at, text=duty.number)
    signals.duty_opened.send(Duty, duty=duty, by=by)
    return duty


@transaction.atomic
def answer_duty(duty, *, answer, by):
    """The owner says what was done. Raises ``WrongStatus``."""
    now, answer = clock.now(), check_text(answer, _("请写明做了什么、什么时候完成的。"))
    move(duty, DutyStatus.ANSWERED, answer=answer, answered_at=now)
    add_step(duty, StepKind.ANSWERED, text=answer, by=by, at=now)
    _record(duty, "duty.answered", by=by, at=now, text=duty.number)
    signals.duty_answered.send(Duty, duty=duty, by=by)


@transaction.atomic
def send_back_duty(duty, *, reason, by):
    """It is not done yet; the day stays. Raises ``WrongStatus``."""
    now, reason = clock.now(), check_text(reason, _("请写明还缺什么。"))
    move(duty, DutyStatus.OPEN)
    add_step(duty, StepKind.SENT_BACK, text=reason, by=by, at=now)
    _record(duty, "duty.sent_back", by=by, at=now, text=duty.number)
    signals.duty_sent_back.send(Duty, duty=duty, reason=reason, by=by)


@transaction.atomic
def close_duty(duty, *, reply, by):
    """Done, in the eyes of somebody else than who did it; of a rectification the reply is public.

    Raises ``DutyRefused``, ``WrongStatus``.
    """
    duty = lock_duty(duty)
    _check_close(duty, by)
    now, reply = clock.now(), check_text(reply, _("请写明办结答复。"))
    move(duty, DutyStatus.CLOSED, reply=reply, closed_at=now)
    add_step(duty, StepKind.CLOSED, text=reply, by=by, at=now)
    _record(duty, "duty.closed", by=by, at=now, text=duty.number)
    signals.duty_closed.send(Duty, duty=duty, by=by)
    return duty


def lock_duty(duty):
    """The row alone: PostgreSQL locks nothing on the far side of an outer join."""
    rows = Duty.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("application", "provider", "rating").get(pk=duty.pk)


def _check_close(duty, by):
    if duty.status == DutyStatus.OPEN:
        raise WrongStatus(_("%s：责任方还没有填报办理情况，不能办结。") % duty)
    answered = duty.steps.filter(kind=StepKind.ANSWERED).last()
    if answered and answered.actor_id == by.pk:
        raise DutyRefused(_("办理情况是您填报的，请由另一位工作人员办结。"))
    if duty.kind == DutyKind.RECTIFICATION and awaits_call(duty):
        raise DutyRefused(_("还没有回访评价人；联系上一次，或三个不同日期都没有联系上，才能办结。"))


def awaits_call(duty):
    """Whether the rater has still to be called: neither reached, nor tried on three days, nor out of reach for good."""
    application = duty.application
    if application.erased_at or not (application.contact_phone or application.agent_phone):
        return False
    is_reached = duty.steps.filter(kind=StepKind.CALLED, is_reached=True).exists()
    return not is_reached and count_calls(duty) < MOST_CALLS


def count_calls(duty):
    """How often the rater was reached or tried in vain; of one day, as of any applicant, tries in vain are one."""
    calls = duty.steps.filter(kind=StepKind.CALLED)
    in_vain = list_days(calls.filter(is_reached=False).values_list("at", flat=True))
    return calls.filter(is_reached=True).count() + len(in_vain)


MOST_CALLS = 3


def add_step(duty, kind, *, text, by, at, is_reached=None):
    return DutyStep.objects.create(
        duty=duty,
        kind=kind,
        text=text,
        is_reached=is_reached,
        actor=by if isinstance(by, User) else None,
        actor_name=str(by)[:80],
        at=at,
    )


def is_own_house(duty):
    """Whether its owner has no desk of its own here: the office answers for window, itself and departments."""
    return duty.owner != Owner.PROVIDER


def _record(duty, verb, *, by, at, text):
    """Of a bad rating only those above may read in the history of the case, else everybody knows who gave it."""
    if duty.application is None:
        return
    is_rating = duty.kind == DutyKind.RECTIFICATION
    audience = Audience.WATCH if is_rating else Audience.STAFF
    duty.application.record(verb, by=by, at=at, audience=audience, text=text)
