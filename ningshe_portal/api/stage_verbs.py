"""Which verb a report of a stage ends in, and who may report it: a verb of the app that owns the stage."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.services import lacks_permits, report_approval
from common.status import WrongStatus
from inspections.services import record_finding
from milestones.models import MilestoneStatus, Outcome
from milestones.stages import REPORTED, Stage
from utilities.account_numbers import BadAccount, note_account
from works.services.dig_reports import report_digging
from works.services.needless import plans_nothing, report_construction, report_no_plan


@dataclass(frozen=True)
class StageVerb:
    """``refusal``: the sentence for a provider where somebody else says when the stage is reached.

    ``fits``: whether a provider may say anything of this order's.
    """

    run: Callable
    refusal: str = ""
    fits: Callable = lambda order: True


SKIPPED = MilestoneStatus.SKIPPED
STAGE_VERBS = {
    Stage.SURVEY: StageVerb(record_finding),
    Stage.PLAN: StageVerb(report_no_plan, fits=plans_nothing),
    Stage.APPROVAL: StageVerb(report_approval, fits=lacks_permits),
    Stage.EXCAVATION: StageVerb(report_digging),
    Stage.CONSTRUCTION: StageVerb(report_construction),
    Stage.BACKFILL: StageVerb(report_digging),
    Stage.ACCEPTANCE: StageVerb(record_finding),
    Stage.CONNECTION: StageVerb(record_finding),
}


@transaction.atomic
def run_stage_verb(order, stage, *, by, account_number="", **said):
    """Do what a provider's report of this stage means.

    ``account_number``: of the new customer, with the connection. None where it is not needed as had been known. Raises
    what the verb raises, ``BadAccount`` and ``WrongStatus``.
    """
    if (
        said["outcome"] == Outcome.NOT_NEEDED
        and order.milestones.filter(stage=stage, status=SKIPPED).exists()
    ):
        return None
    verb = STAGE_VERBS[stage]
    if verb.refusal:
        raise WrongStatus(str(verb.refusal))
    if account_number and stage != Stage.CONNECTION:
        raise BadAccount(_("户号在上报接通时填写。"))
    if account_number:  # before the connection: the completion notice says it
        note_account(order, account_number=account_number, by=by)
    return verb.run(order, stage, by=by, **said)


# Part of the OpenAPI document: what may stand in the address.
STAGE_NAMES = tuple(stage.value for stage in REPORTED)
