"""What providers and applicant say to a day."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import check_number, lock
from common import clock
from common.status import WrongStatus
from district.services import load_calendar

from .. import signals
from ..days import is_feasible
from ..models import Answer, Asker, Visit, VisitKind, VisitStatus
from ..selectors import facts_of
from ..words import counter_text, half_day_text, when_text, wish_text
from .fixing import drop_offer, fix_if_agreed, set_day
from .record import BadVisit, align, open_visit


@transaction.atomic
def answer_visit(order, kind, *, is_coming, by, note="", counter_on=None, counter_half=""):
    """A provider says whether it comes; if not, it may offer the applicant another day, one for each visit.

    Raises ``WrongStatus`` and ``BadVisit``.
    """
    lock(order.application)
    own = order.attendances.open().filter(visit__kind=kind).select_related("visit__application").first()
    if own is None:
        facts = {"order": order, "kind": VisitKind(kind).label}
        raise WrongStatus(_("%(order)s：没有需要答复的%(kind)s安排。") % facts)
    visit = open_visit(own.visit)
    _check_answer(visit, own, is_coming, counter_on, counter_half)
    own.answer = Answer.COMING if is_coming else Answer.NOT
    own.answer_note, own.answered_at = note, clock.now()
    own.save(update_fields=["answer", "answer_note", "answered_at"])
    text = "，".join(part for part in (when_text(visit), own.get_answer_display(), note) if part)
    visit.application.record("visit.answered", by=by, request=order.request, text=text, **facts_of(visit))
    if is_coming:
        drop_offer(visit, order)
    if counter_on:
        _offer(visit, order, counter_on, counter_half, by=by)
    elif not is_coming and visit.status == VisitStatus.FIXED:
        signals.visit_refused.send(Visit, visit=visit, attendance=own, by=by)
    fix_if_agreed(visit, at=clock.now())
    align(visit, by=by)
    return own


def _check_answer(visit, own, is_coming, counter_on, counter_half):
    if visit.is_spent(clock.today()) and (is_coming or visit.is_joint):
        raise BadVisit(_("该时间已经过去，请等待统筹人员另行安排。"))
    if counter_on is None:
        return
    if is_coming:
        raise BadVisit(_("可以到场的，不用另提时间。"))
    if visit.status != VisitStatus.PROPOSED:
        raise WrongStatus(_("时间已经约定；确实不能到场的，请联系统筹人员改期。"))
    if visit.counter_on:
        raise WrongStatus(_("每次安排只能另提一次时间，已经有承办单位提过；请由统筹人员确定。"))
    if not counter_half:
        raise BadVisit(_("请选择上午或下午。"))
    check_day(counter_on)
    if (counter_on, counter_half) == (visit.on, visit.half):
        raise BadVisit(_("另提的时间与现在的相同。"))


def check_day(on):
    if not is_feasible(on, clock.today(), load_calendar()):
        raise BadVisit(_("请选择明天或以后的工作日。"))


def _offer(visit, order, on, half, *, by):
    visit.counter_on, visit.counter_half, visit.counter_by = on, half, order
    visit.save(update_fields=["counter_on", "counter_half", "counter_by"])
    visit.application.record(
        "visit.countered", by=by, request=order.request, text=counter_text(visit), **facts_of(visit)
    )
    signals.visit_countered.send(Visit, visit=visit, by=by)


@transaction.atomic
def answer_counter(visit, *, accepts, by):
    """The applicant takes the other day a provider offered, or not; then the office decides.

    Raises ``WrongStatus``.
    """
    visit = open_visit(visit)
    if visit.status != VisitStatus.PROPOSED or not visit.has_open_counter:
        raise WrongStatus(_("该时间已经有了结果，请刷新后查看。"))
    if accepts and visit.counter_on <= clock.today():
        raise WrongStatus(_("该时间已到或已过，请等待统筹人员另行安排。"))
    visit.counter_answer = accepts
    visit.save(update_fields=["counter_answer"])
    verb = "visit.counter_accepted" if accepts else "visit.counter_declined"
    visit.application.record(verb, by=by, text=counter_text(visit), **facts_of(visit))
    if accepts:
        _take_counter(visit, by=by)
    fix_if_agreed(visit, at=clock.now())
    align(visit, by=by)
    return visit


def _take_counter(visit, *, by):
    """The others are asked anew; who offered the day comes."""
    set_day(visit, visit.counter_on, visit.counter_half, asked_by=Asker.PROVIDER, today=clock.today())
    Visit.objects.filter(pk=visit.pk).update(proposed_at=clock.now())
    everybody = visit.attendances.open()
    everybody.exclude(order=visit.counter_by_id).update(answer="", answer_note="", answered_at=None)
    everybody.filter(order=visit.counter_by_id).update(answer=Answer.COMING, answer_note="")
    asked = list(everybody.unanswered().select_related("order__request", "order__provider__endpoint"))
    signals.visit_proposed.send(Visit, visit=visit, attendances=asked, by=by)


@transaction.atomic
def confirm_visit(visit, *, by, name=""):
    """The applicant has seen the arrangement and will be there; ``name``: who said so by telephone.

    Raises ``WrongStatus``.
    """
    visit = open_visit(visit)
    if visit.status != VisitStatus.FIXED:
        raise WrongStatus(_("时间还没有约定，约定后再确认。"))
    if visit.has_begun(clock.today()):
        raise WrongStatus(_("承办单位已经上门，不用再确认。"))
    if visit.confirmed_at:
        raise WrongStatus(_("已经确认过，不用重复确认。"))
    visit.confirmed_at, visit.confirmed_by = clock.now(), name or str(by)
    visit.wished_on, visit.wished_half = None, ""  # he keeps this day after all
    visit.save(update_fields=["confirmed_at", "confirmed_by", "wished_on", "wished_half"])
    visit.application.record("visit.confirmed", by=by, text=when_text(visit), **facts_of(visit))
    align(visit, by=by)
    return visit


@transaction.atomic
def wish_day(visit, *, on, half, by):
    """The applicant asks for another day; the office has to say.

    Raises ``WrongStatus``, ``BadVisit``, and ``TooOften`` to the applicant.
    """
    visit = open_visit(visit)
    if visit.status == VisitStatus.FIXED and visit.on <= clock.today():
        raise WrongStatus(_("约定的日子已到，需要改期的请直接致电窗口。"))
    if (on, half) == (visit.on, visit.half):
        raise BadVisit(_("与现在约定的时间相同：%s。") % half_day_text(on, half))
    check_day(on)
    check_number(visit.application, "visit.wished", by=by)
    visit.wished_on, visit.wished_half = on, half
    visit.save(update_fields=["wished_on", "wished_half"])
    visit.application.record("visit.wished", by=by, text=wish_text(visit), **facts_of(visit))
    signals.visit_wished.send(Visit, visit=visit, by=by)
    align(visit, by=by)
    return visit
