"""When a step of the works was really begun and done; excavation and backfill are told by the trench."""

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.clock import local_date
from common.status import WrongStatus
from milestones.services import BadReport
from milestones.stages import Stage
from utilities.models import OrderStatus

from ..models import Step, WorkStep

# Construction is finished by the report of its stage.
OF_GROUND = (Stage.EXCAVATION, Stage.CONSTRUCTION)
RECORDED = (Step.DESIGN, Step.CONTRACT, Step.CONSTRUCTION)


@transaction.atomic
def record_step(order, step, *, by, started_on=None, finished_on=None, note=""):
    """Say when a step was begun or done; what is left out stays as it was. Raises ``WrongStatus`` and ``BadReport``."""
    lock(order.request.application)
    order.refresh_from_db(fields=["status"])
    if order.status != OrderStatus.OPEN:
        raise WrongStatus(_("%s：该工单未在办理中，不能登记进度。") % order)
    row = order.work_steps.filter(step=step).first() or WorkStep(order=order, step=step)
    row.started_on, row.finished_on = started_on or row.started_on, finished_on or row.finished_on
    row.note = note.strip() or row.note
    _check(row, finished_on)
    row.save()
    order.request.application.record(
        "works.step_recorded", by=by, request=order.request, text=_in_words(row), order=order.number
    )
    return row


def _check(row, finished_on):
    today = clock.today()
    if row.started_on is None and row.finished_on is None:
        raise BadReport(_("请填写开始或完成的日期。"))
    days = [day for day in (row.started_on, row.finished_on) if day]
    if any(day > today for day in days):
        raise BadReport(_("实际日期不能晚于今天。"))
    if any(day < local_date(row.order.application.accepted_at) for day in days):
        raise BadReport(_("实际日期不能早于受理日期。"))
    if row.started_on and row.finished_on and row.finished_on < row.started_on:
        raise BadReport(_("完成日期不能早于开始日期。"))
    if row.step == Step.CONSTRUCTION and finished_on:
        raise BadReport(_("施工完成请在施工环节上报。"))
    if row.step == Step.CONSTRUCTION and row.started_on:
        _check_may_have_begun(row)


def _check_may_have_begun(row):
    """Nobody builds before what is permitted is, and the ground may be opened."""
    opened = row.order.milestones.filter(stage__in=OF_GROUND).aggregate(at=Min("opened_at"))["at"]
    if opened is None:
        raise BadReport(_("方案确认、审批办结以后才能登记开工。"))
    if row.started_on < local_date(opened):
        raise BadReport(_("方案和审批 %s 才办妥，开工日期不能更早。") % local_date(opened).isoformat())


def _in_words(row):
    said = [str(row.get_step_display())]
    if row.started_on:
        said.append(_("%s 开始") % row.started_on.isoformat())
    if row.finished_on:
        said.append(_("%s 完成") % row.finished_on.isoformat())
    return " ".join([*said, row.note]).strip()


def finish_construction(order, *, at):
    """What the report of the stage says, on the schedule too. Raises ``BadReport`` where it began later than that."""
    begun = WorkStep.objects.filter(
        order=order, step=Step.CONSTRUCTION, started_on__gt=local_date(at)
    ).first()
    if begun:
        said = _("登记的开工日期是 %s，完工不能更早；登记有误的，请先更正开工日期。")
        raise BadReport(said % begun.started_on)
    WorkStep.objects.update_or_create(
        order=order, step=Step.CONSTRUCTION, defaults={"finished_on": local_date(at)}
    )
