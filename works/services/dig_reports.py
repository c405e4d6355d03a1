"""A provider's report of EXCAVATION or BACKFILL means its trenches: the lead opens or closes them."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common.status import WrongStatus
from milestones.models import Outcome
from milestones.services import report_stage
from milestones.stages import Stage

from ..models import Dig, DigStatus
from .digging import NotTheLead, open_dig
from .openers import leads
from .trenches import backfill_dig

VERBS = {
    Stage.EXCAVATION: (DigStatus.PLANNED, open_dig),
    Stage.BACKFILL: (DigStatus.OPEN, backfill_dig),
}


@transaction.atomic
def report_digging(order, stage, *, outcome, occurred_at, by, note="", photos=(), **others):
    """What is said of the stage, done with each trench the order leads; without trenches the stage alone.

    None where the stage still waits for trenches that others lead. Raises what opening or closing one raises, and
    ``NotTheLead`` where the order leads none.
    """
    lock(order.application)
    said = {"by": by, "note": note, "photos": photos}
    if outcome == Outcome.FAILED or not Dig.objects.holding(order).exists():
        return report_stage(order, stage, outcome=outcome, occurred_at=occurred_at, **said, **others)
    if outcome == Outcome.NOT_NEEDED:
        raise WrongStatus(_("方案中有需要开挖的路段，请先变更方案。"))
    _check_running(order, stage)
    status, verb = VERBS[stage]
    to_do = [dig for dig in Dig.objects.holding(order).order_by("section_id") if dig.status == status]
    led = [dig for dig in to_do if leads(dig, order)]
    for dig in led or to_do:  # where it leads none the refusal says who does
        verb(dig, order=order, at=occurred_at, **said)
    return _report_of(order, stage, has_led=bool(led))


def _check_running(order, stage):
    if not order.milestones.running().filter(stage=stage).exists():
        raise WrongStatus(_("%(stage)s环节当前未在进行，不能上报。") % {"stage": Stage(stage).label})


def _report_of(order, stage, *, has_led):
    report = order.milestones.get(stage=stage).reports.filter(outcome=Outcome.REACHED).last()
    if report is None and not has_led:
        raise NotTheLead(_("还有由其他单位牵头的沟槽没有完成，本环节将随之自动完成。"))
    return report
