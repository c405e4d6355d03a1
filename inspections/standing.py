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
    if own.mender:
        waits_for = Wait.APPLICANT_MENDING if own.mender == Holder.APPLICANT else ""
        return Stand(own.mender, waits_for, visit.on if waits_for else None)
    holder = _holder(visit, own, others, today)
    if visit.not_before is None or today >= visit.not_before:
        return Stand(holder)
    if visit.status == VisitStatus.FIXED and holder != Holder.OFFICE:
        holder = Holder.APPLICANT
    return Stand(holder, Wait.APPLICANT_DAY, visit.not_before)


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
    if visit.has_open_counter:
        return Holder.APPLICANT
    if own.answer == Answer.NONE:
        return Holder.PROVIDER
    if any(one.answer == Answer.NONE for one in others):
        return Holder.JOINT
    is_stuck = today >= visit.on or any(one.answer == Answer.NOT for one in (own, *others))
    return Holder.OFFICE if is_stuck else Holder.JOINT
