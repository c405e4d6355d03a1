"""The window's own clock: from receipt to acceptance or refusal."""

from django.db import transaction

from accounts.actors import SYSTEM
from common.clock import local_date
from district.services import load_calendar

from ..clocks import start_clock, switch_span
from ..models import Milestone, MilestoneStatus, TimeLimit
from ..stages import Holder, Stage
from .moving import stop


@transaction.atomic
def open_intake(application, *, at):
    """The window's clock starts with the receipt of the form."""
    milestone = Milestone(application=application, stage=Stage.INTAKE, status=MilestoneStatus.RUNNING)
    span = start_clock(milestone, list(TimeLimit.objects.valid_on(local_date(at))), load_calendar(), at=at)
    milestone.save()
    span.save()


@transaction.atomic
def restart_intake(application, *, at, by):
    """Everything is complete now: the window's days count anew, the earlier ones stay in the ledger."""
    milestone = application.milestones.running().filter(stage=Stage.INTAKE).first()
    if milestone is None:
        return open_intake(application, at=at)
    milestone.counting_from = at
    milestone.save(update_fields=["counting_from"])
    switch_span(milestone, holder=Holder.WINDOW, counts=True, at=at, by=by)


def hold_intake(application, *, at, by):
    """While the applicant brings what is missing, the window's clock stands still."""
    milestone = application.milestones.running().filter(stage=Stage.INTAKE).first()
    if milestone:
        switch_span(milestone, holder=Holder.APPLICANT, counts=False, at=at, by=by)


def close_intake(application, *, at, is_done):
    """Acceptance or refusal reaches INTAKE; any other end cancels it."""
    milestone = application.milestones.running().filter(stage=Stage.INTAKE).first()
    if milestone:
        stop(milestone, MilestoneStatus.REACHED if is_done else MilestoneStatus.CANCELLED, by=SYSTEM, at=at)
