"""A provider's clock stands still for a listed reason, and runs again."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.clock import local_date
from common.status import WrongStatus
from district.services import load_calendar
from utilities.models import WorkOrder

from .. import signals
from ..allowances import list_allowances
from ..clocks import holder_before, switch_span
from ..models import Milestone, MilestoneStatus, Span
from ..pauses import latest_return
from ..stages import PAUSE_HOLDERS, REPORTED, PauseReason, Wait
from .expiring import let_run
from .reporting import BadReport
from .telling import record_pause

# These end when what is waited for has come, and by nobody's word.
UNENDING = set(Wait.values) - {Wait.APPLICANT_MENDING}


@transaction.atomic
def pause_milestone(milestone, *, reason, basis, by, evidence="", expected_until=None):
    """Let a provider's clock stand still for a listed reason; the applicant is told, sees why and may object.

    ``evidence``: the kept photo or paper; where it is still to come (``prove_pause``) the pause is short.
    ``expected_until``: the day the clock is to run again. Raises ``WrongStatus`` where the stage does not run,
    ``BadReport`` where the basis is missing or the maximum of the reason does not allow it.
    """
    lock(milestone.application)
    milestone.refresh_from_db()
    let_run(milestone)
    if milestone.status != MilestoneStatus.RUNNING or milestone.stage not in REPORTED:
        raise WrongStatus(_("该环节当前未在进行，不能暂停计时。"))
    if not milestone.is_counting:
        raise WrongStatus(_("该环节现在不计时，不用再暂停。"))
    if not basis.strip():
        raise BadReport(_("请写明暂停的依据。"))
    allowance = list_allowances(milestone)[reason]
    _check_maximum(allowance, reason, expected_until)
    span = switch_span(
        milestone,
        holder=PAUSE_HOLDERS[reason],
        counts=False,
        at=clock.now(),
        by=by,
        reason=reason,
        basis=basis.strip(),
        expected_until=expected_until,
        evidence=evidence,
        most_days=allowance.most,
    )
    record_pause(span, "milestone.paused", by=by, text=f"{span.get_reason_display()}：{span.basis}")
    tell_applicant(
        milestone.application,
        "milestone.paused",
        key=f"{milestone.pk}:{span.pk}",
        label=milestone.request.label,
        stage=milestone.get_stage_display(),
        reason=span.get_reason_display(),
    )
    return span


@transaction.atomic
def resume_milestone(milestone, *, by):
    """The provider's clock runs again from now on, or has since its maximum was used up. Raises ``WrongStatus``."""
    lock(milestone.application)
    milestone.refresh_from_db()
    if let_run(milestone):
        return milestone.spans.last()
    if not can_be_resumed(milestone):
        raise WrongStatus(_("该环节当前没有暂停。"))
    paused = milestone.spans.last()
    span = switch_span(milestone, holder=holder_before(paused), counts=True, at=clock.now(), by=by)
    record_pause(paused, "milestone.resumed", by=by)
    signals.stage_resumed.send(Milestone, milestone=milestone, by=by, at=span.starts_at)
    return span


def can_be_resumed(milestone):
    """Whether a stage stands still by a pause, or for what failed to be mended; nobody ends a wait by hand."""
    if milestone.status != MilestoneStatus.RUNNING or milestone.is_counting:
        return False
    return milestone.spans.last().reason not in UNENDING


@transaction.atomic
def prove_pause(pause, *, evidence, by):
    """Bring the photo or paper of a pause that was set without it. Raises ``WrongStatus``."""
    lock(pause.milestone.application)
    pause.milestone.refresh_from_db()
    if let_run(pause.milestone):
        raise WrongStatus(_("该次暂停已经结束。"))
    if not Span.objects.filter(pk=pause.pk, evidence="", ends_at=None).update(evidence=evidence):
        raise WrongStatus(_("该次暂停已附有照片或文书，或已经结束。"))
    pause.evidence = evidence
    WorkOrder.objects.filter(pk=pause.milestone.order_id).update(changed_at=clock.now())
    record_pause(pause, "milestone.pause_proved", by=by)
    return pause


def _check_maximum(allowance, reason, expected_until):
    """A pause that cannot be kept is refused when it is set, not cut off in silence later."""
    today = local_date(clock.now())
    if expected_until and expected_until < today:
        raise BadReport(_("预计恢复日期不能早于今天。"))
    if allowance.last_day is None:
        return
    facts = {"reason": PauseReason(reason).label, "days": allowance.most, "used": allowance.used}
    if allowance.last_day < today:
        raise BadReport(
            _(
                "本环节以“%(reason)s”暂停最多 %(days)d 个工作日，已用 %(used)d 个；确需再暂停的，请联系统筹办公室批准。"
            )
            % facts
        )
    latest = latest_return(allowance.last_day, load_calendar())
    if expected_until and expected_until > latest:
        raise BadReport(
            _(
                "本环节以“%(reason)s”暂停最多 %(days)d 个工作日，已用 %(used)d 个，最晚 %(latest)s 恢复计时；"
                "需要更长的，请联系统筹办公室批准。"
            )
            % (facts | {"latest": latest.isoformat()})
        )
