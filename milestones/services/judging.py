"""What others say of a provider's pause: the applicant doubts it, the supervisor judges, the office lets it last."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.status import WrongStatus
from utilities.models import WorkOrder
from utilities.push import tell_office, tell_supervisors

from .. import signals
from ..allowances import allowance_of
from ..clocks import rebuild_whole, refresh, switch_span
from ..models import Milestone, MilestoneStatus, Span
from ..stages import Holder
from .expiring import let_run
from .reporting import BadReport
from .telling import about, record_pause, tell_provider_of_pause

LONGEST_ALLOWANCE = timedelta(days=366)


@transaction.atomic
def object_to_pause(pause, *, text, by):
    """The applicant says that what a pause is based on is not so: once, open or past.

    Supervisors and office are told, and the provider sees it. Raises ``WrongStatus`` and ``BadReport``.
    """
    pause = _take(pause)
    if pause.objected_at:
        raise WrongStatus(_("您已对这次暂停提出过异议，督办人员正在核查。"))
    if pause.revoked_at:
        raise WrongStatus(_("这次暂停已被撤销，不需要再提出异议。"))
    text = _said(text, _("请写明实际情况。"))
    _note(pause, objection=text, objected_at=clock.now())
    record_pause(pause, "milestone.pause_objected", by=by, text=text)
    WorkOrder.objects.filter(pk=pause.milestone.order_id).update(changed_at=clock.now())
    told = {
        "kind": "milestone.pause_objected",
        "key": f"milestone.pause_objected:{pause.pk}",
        "about": about(pause),
        "text": _("【宁河报装】申请人对%(what)s的暂停（%(reason)s）提出异议，请核查。")
        % {"what": pause.milestone, "reason": pause.get_reason_display()},
    }
    tell_supervisors(**told)
    tell_office(**told)
    return pause


@transaction.atomic
def uphold_pause(pause, *, reason, by):
    """The supervisor has looked into an objection and finds the pause right; the applicant reads why.

    Raises ``WrongStatus`` and ``BadReport``.
    """
    pause = _take(pause)
    if not pause.objected_at or pause.upheld_at or pause.revoked_at:
        raise WrongStatus(_("这次暂停没有待核查的异议。"))
    reason = _said(reason, _("请写明核查意见。"))
    _note(pause, upheld_at=clock.now(), upheld_by=str(by), uphold_reason=reason)
    record_pause(pause, "milestone.pause_upheld", by=by, text=reason)
    _tell_applicant(pause, "milestone.pause_upheld")
    return pause


@transaction.atomic
def revoke_pause(pause, *, reason, by):
    """Take a pause away: its days count after all, of a stage that is over as a matter of record.

    Running, it ends now. The stage may be late at once; what came after it stays as it is. Raises
    ``WrongStatus`` and ``BadReport``.
    """
    pause = _take(pause)
    if pause.revoked_at:
        raise WrongStatus(_("这次暂停已被撤销。"))
    reason = _said(reason, _("请写明撤销的原因。"))
    milestone = pause.milestone
    is_open = milestone.spans.filter(pk=pause.pk, ends_at=None).exists()
    if is_open:
        switch_span(milestone, holder=Holder.PROVIDER, counts=True, at=clock.now(), by=by)
    # Whose days they were is known now: the provider's.
    _note(
        pause,
        counts=True,
        holder=Holder.PROVIDER,
        revoked_at=clock.now(),
        revoked_by=str(by),
        revoke_reason=reason,
    )
    refresh(milestone)
    rebuild_whole(milestone)
    record_pause(pause, "milestone.pause_revoked", by=by, text=reason)
    text = _("【宁河报装】%(what)s的暂停被督办人员撤销，这段时间计入时限，请核对截止日期。") % {
        "what": milestone
    }
    tell_provider_of_pause(pause, milestone, "revoked", text)
    _tell_applicant(pause, "milestone.pause_revoked")
    if is_open:
        signals.stage_resumed.send(Milestone, milestone=milestone, by=by, at=clock.now())
    return pause


@transaction.atomic
def allow_pause(pause, *, until, reason, by):
    """The office lets the clock of a running stage stand still for this reason up to and including ``until``.

    Where the pause has ended meanwhile, the provider may pause again until then. Raises ``WrongStatus`` and
    ``BadReport``.
    """
    pause = _take(pause)
    milestone = pause.milestone
    if milestone.status != MilestoneStatus.RUNNING:
        raise WrongStatus(_("该环节已结束，不需要再批准暂停。"))
    if pause.revoked_at:
        raise WrongStatus(_("这次暂停已被撤销，不能再批准延长。"))
    reason = _said(reason, _("请写明批准的原因。"))
    _check_until(pause, until)
    _note(pause, allowed_until=until, allowed_by=str(by), allow_reason=reason)
    text = _("可暂停至 %(until)s：%(reason)s") % {"until": until.isoformat(), "reason": reason}
    record_pause(pause, "milestone.pause_allowed", by=by, text=text)
    said = _("【宁河报装】%(what)s以“%(reason)s”暂停，经批准可至 %(until)s。") % {
        "what": milestone,
        "reason": pause.get_reason_display(),
        "until": until.isoformat(),
    }
    tell_provider_of_pause(pause, milestone, "allowed", said)
    _tell_applicant(pause, "milestone.pause_allowed", until=until.isoformat(), key=until.isoformat())
    return pause


def _take(pause):
    """The pause as it stands, with the lock on its case; a late report may have undone it meanwhile."""
    lock(pause.milestone.application)
    found = Span.objects.pauses().for_verbs().filter(pk=pause.pk).first()
    if found is None:
        raise WrongStatus(_("这次暂停已因环节提前完成而取消。"))
    let_run(found.milestone)
    return found


def _check_until(pause, until):
    today, last_day = clock.today(), allowance_of(pause).last_day
    if last_day is None:
        raise BadReport(_("这个原因没有设暂停上限，不需要批准。"))
    if until <= max(last_day, today):
        raise BadReport(
            _("现在已可暂停至 %s，批准的日期应晚于这一天和今天。") % max(last_day, today).isoformat()
        )
    if until > today + LONGEST_ALLOWANCE:
        raise BadReport(_("一次最多批准一年。"))


def _said(text, demand):
    text = text.strip()
    if not text:
        raise BadReport(demand)
    return text


def _note(pause, **facts):
    Span.objects.filter(pk=pause.pk).update(**facts)
    for name, value in facts.items():
        setattr(pause, name, value)


def _tell_applicant(pause, kind, *, key="", **facts):
    milestone = pause.milestone
    tell_applicant(
        milestone.application,
        kind,
        key=f"{pause.pk}:{key}",
        label=milestone.request.label,
        stage=milestone.get_stage_display(),
        **facts,
    )
