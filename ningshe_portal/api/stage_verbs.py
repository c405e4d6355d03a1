"""Which verb a report of a stage ends in, and who may report it: a verb of the app that owns the stage."""

from collections.abc import Callable
from dataclasses import dataclass

from common.status import WrongStatus
from inspections.services import record_finding
from milestones.services import report_stage
from milestones.stages import REPORTED, Stage


@dataclass(frozen=True)
class StageVerb:
    """``refusal``: the sentence for a provider where somebody else says when the stage is reached."""

    run: Callable
    refusal: str = ""


STAGE_VERBS = {
    Stage.SURVEY: StageVerb(record_finding),
    Stage.PLAN: StageVerb(report_stage),
    Stage.APPROVAL: StageVerb(report_stage),
    Stage.EXCAVATION: StageVerb(report_stage),
    Stage.CONSTRUCTION: StageVerb(report_stage),
    Stage.BACKFILL: StageVerb(report_stage),
    Stage.ACCEPTANCE: StageVerb(record_finding),
    Stage.CONNECTION: StageVerb(record_finding),
}


def run_stage_verb(order, stage, *, by, **said):
    """Do what a provider's report of this stage means. Raises what the verb raises, and ``WrongStatus``."""
    verb = STAGE_VERBS[stage]
    if verb.refusal:
        raise WrongStatus(str(verb.refusal))
    return verb.run(order, stage, by=by, **said)


# Part of the OpenAPI document: what may stand in the address.
STAGE_NAMES = tuple(stage.value for stage in REPORTED)
