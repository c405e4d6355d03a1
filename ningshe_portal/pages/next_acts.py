"""Who is to act now, and until when. Pure: the running milestones come in."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from milestones.ledger import Unit
from milestones.models import MilestoneStatus
from milestones.stages import Holder, Stage

from .deadlines import Deadline, deadline


@dataclass(frozen=True)
class Act:
    """``who`` has to do ``what`` for ``services`` by the deadline; ``stopped_by``: why its clock stands still."""

    who: str
    what: str
    services: str
    deadline: Deadline
    stopped_by: str = ""


@dataclass(frozen=True)
class Term:
    """The term of a correction, in the shape ``deadline`` takes."""

    due_on: date
    is_estimated: bool
    limit_days: int | None = None
    limit_unit: str = Unit.WORKDAY
    is_counting: bool = True
    days_left: int | None = None


def correction_act(correction, calendar, today, *, is_applicant):
    """What the applicant has to bring, and until when."""
    who = _("您") if is_applicant else str(Holder.APPLICANT.label)
    return Act(
        who=who, what=_("补正材料"), services="", deadline=correction_deadline(correction, calendar, today)
    )


def paper_act(what, services, due_on, calendar, today, *, is_estimated=False, is_applicant):
    """A paper that was promised, or that a provider asked for, and until when it is to come."""
    who = _("您") if is_applicant else str(Holder.APPLICANT.label)
    term = Term(due_on, is_estimated)
    return Act(who=who, what=what, services=services, deadline=deadline(term, calendar, today))


def correction_deadline(correction, calendar, today):
    """How the term of a correction stands."""
    return deadline(Term(correction.due_on, correction.is_estimated), calendar, today)


def list_acts(milestones, requests, orders, calendar, today, *, is_applicant):
    """The open acts of a case, the most urgent first; what is alike for several services is one act."""
    labels = {request.pk: request.label for request in requests}
    providers = {order.pk: order.provider.name for order in orders}
    acts = {}
    for milestone in _to_act_on(milestones):
        until = deadline(milestone, calendar, today)
        who = _who(milestone, providers, is_applicant=is_applicant)
        act = acts.setdefault((milestone.stage, milestone.holder, until, _stopped_by(milestone)), ([], []))
        for names, name in zip(act, (who, labels.get(milestone.request_id, "")), strict=True):
            if name and name not in names:
                names.append(name)
    listed = [
        Act("、".join(who), _what(stage), "、".join(services), until, stopped_by)
        for (stage, _holder, until, stopped_by), (who, services) in acts.items()
    ]
    return sorted(listed, key=lambda act: act.deadline.urgency)


def _to_act_on(milestones):
    """What runs; the whole of a request only where no stage of it does: nobody has it in hand."""
    running = [m for m in milestones if m.status == MilestoneStatus.RUNNING]
    in_hand = {m.request_id for m in running if m.stage != Stage.WHOLE}
    return [m for m in running if m.stage != Stage.WHOLE or m.request_id not in in_hand]


def _stopped_by(milestone):
    """Why a stage stands still: what somebody has to clear out of the way."""
    if milestone.is_counting or milestone.stage == Stage.WHOLE:
        return ""
    stopped = [span for span in milestone.spans.all() if span.ends_at is None]
    return str(stopped[0].get_reason_display()) if stopped else ""


def _what(stage):
    return _("分派承办单位") if stage == Stage.WHOLE else str(Stage(stage).label)


def _who(milestone, providers, *, is_applicant):
    holder = Holder(milestone.holder)
    if holder == Holder.PROVIDER:
        return providers.get(milestone.order_id, str(holder.label))
    if holder == Holder.APPLICANT and is_applicant:
        return _("您")
    if holder == Holder.WINDOW:
        return _("政务服务窗口")
    return str(holder.label)
