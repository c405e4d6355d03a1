"""A provider's clock stands still for a listed reason, and runs again."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.clock import local_date
from common.status import WrongStatus

from ..clocks import switch_span
from ..models import MilestoneStatus
from ..stages import PAUSE_HOLDERS, REPORTED, Holder
from .reporting import BadReport


@transaction.atomic
def pause_milestone(milestone, *, reason, basis, by, expected_until=None, evidence=""):
    """Let a provider's clock stand still for a listed reason, with its basis; the applicant sees it.

    Raises ``WrongStatus`` where the stage does not run, ``BadReport`` where the basis is missing.
    """
    lock(milestone.application)
    milestone.refresh_from_db()
    if milestone.status != MilestoneStatus.RUNNING or milestone.stage not in REPORTED:
        raise WrongStatus(_("该环节当前未在进行，不能暂停计时。"))
    if not milestone.is_counting:
        raise WrongStatus(_("该环节已暂停计时。"))
    if not basis.strip():
        raise BadReport(_("请写明暂停的依据。"))
    now = clock.now()
    if expected_until and expected_until < local_date(now):
        raise BadReport(_("预计恢复日期不能早于今天。"))
    span = switch_span(
        milestone,
        holder=PAUSE_HOLDERS[reason],
        counts=False,
        at=now,
        by=by,
        reason=reason,
        basis=basis.strip(),
        expected_until=expected_until,
        evidence=evidence,
    )
    _record_span(milestone, "milestone.paused", by=by, text=f"{span.get_reason_display()}：{span.basis}")
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
    """The provider's clock runs again from now on. Raises ``WrongStatus``."""
    lock(milestone.application)
    milestone.refresh_from_db()
    if milestone.status != MilestoneStatus.RUNNING or milestone.is_counting:
        raise WrongStatus(_("该环节当前没有暂停。"))
    span = switch_span(milestone, holder=Holder.PROVIDER, counts=True, at=clock.now(), by=by)
    _record_span(milestone, "milestone.resumed", by=by)
    return span


def _record_span(milestone, verb, *, by, text=""):
    number = milestone.order.number if milestone.order_id else ""
    milestone.application.record(
        verb, by=by, request=milestone.request, text=text, stage=milestone.stage, order=number
    )
