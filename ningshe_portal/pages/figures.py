"""This month's public figures: how many, and how many of them in time."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import TruncDate

from applications.models import Application, Status
from common import clock
from milestones.limits import pick_limit
from milestones.models import Milestone, MilestoneStatus, TimeLimit
from milestones.stages import Stage
from ningshe_portal.pages.deadlines import count_text


@dataclass(frozen=True)
class PublicFigures:
    """``share``: percent of this month's answers of the window given in time, None while there was none."""

    accepted: int
    finished: int
    answered: int
    share: int | None
    limit: str

    @property
    def is_empty(self):
        return not (self.accepted or self.finished or self.answered)


def public_figures(today):
    """Counted from the first of the month of ``today``, local time."""
    since = clock.midnight(today.replace(day=1))
    answered, in_time = _answers(since)
    return PublicFigures(
        accepted=Application.objects.filter(accepted_at__gte=since).count(),
        finished=Application.objects.filter(status=Status.FINISHED, ended_at__gte=since).count(),
        answered=answered,
        share=100 * in_time // answered if answered else None,
        limit=_intake_limit(today),
    )


def _answers(since):
    """How many forms the window answered, and how many of them by the due date."""
    intakes = Milestone.objects.filter(
        stage=Stage.INTAKE, status=MilestoneStatus.REACHED, reached_at__gte=since
    ).exclude(due_on=None)
    in_time = intakes.annotate(day=TruncDate("reached_at", tzinfo=clock.LOCAL)).filter(day__lte=F("due_on"))
    return intakes.count(), in_time.count()


def _intake_limit(today):
    limit = pick_limit(list(TimeLimit.objects.valid_on(today)), Stage.INTAKE, on=today)
    return count_text(limit.days, limit.unit) if limit else ""
