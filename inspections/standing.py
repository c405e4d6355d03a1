"""Who holds the stage of an order while a visit is arranged or awaited, and whether its days count. Pure."""

from dataclasses import dataclass
from datetime import date

from milestones.stages import Holder, Wait

from .models import Answer, VisitStatus


@dataclass(frozen=True)
class Stand:
    """``waits_for``: why the days do not count, '' where they do; ``until``: the day they count again."""

    holder: str
    waits_for: str = ""
    until: date | None = None


def stand(visit, own, others, *, today):
    """How the stage of ``own`` order stands on ``today``; ``others``: those who come along."""
    if visit.status == VisitStatus.FIXED and today >= visit.on:
        return Stand(Holder.PROVIDER)
    holder = _holder(visit, own, others, today)
    if own.mends_until and today < own.mends_until:
        return _stand_mending(own, holder)
    if visit.not_before is None or today >= visit.not_before:
        return Stand(holder)
    if visit.status == VisitStatus.FIXED and holder != Holder.OFFICE:
        holder = Holder.APPLICANT
    return Stand(holder, Wait.APPLICANT_DAY, visit.not_before)


def _stand_mending(own, holder):
    """Who must mend has it in hand, unless the office has to say something of the day."""
    is_theirs = own.mender == Holder.APPLICANT
    holder = holder if holder == Holder.OFFICE else own.mender
    return Stand(holder, Wait.APPLICANT_MENDING, own.mends_until) if is_theirs else Stand(holder)


def _holder(visit, own, others, today):
    if visit.wished_on:
        return Holder.OFFICE
    if visit.status == VisitStatus.FIXED:
        return _holder_of_fixed([own, *others])
    return _holder_of_proposed(visit, own, others, today)


def _holder_of_fixed(everybody):
    if any(one.answer == Answer.NOT for one in everybody):
        return Holder.OFFICE
    return Holder.JOINT if len(everybody) > 1 else Holder.PROVIDER


def _holder_of_proposed(visit, own, others, today):
    if visit.has_open_counter and today < visit.counter_on:
        return Holder.APPLICANT
    if visit.is_joint and today > visit.on:  # nobody can answer any more
        return Holder.OFFICE
    if own.answer == Answer.NONE:
        return Holder.PROVIDER
    if any(one.answer == Answer.NONE for one in others):
        return Holder.JOINT
    if any(one.answer == Answer.NOT for one in (own, *others)):
        return Holder.OFFICE
    if not visit.is_joint:  # whose day has come unfixed comes all the same
        return Holder.PROVIDER
    return Holder.OFFICE if today >= visit.on else Holder.JOINT
