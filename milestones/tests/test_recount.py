"""A case is walked at random; after every step each stored date is counted again, day by day, the slow way."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.models import Milestone, MilestoneStatus, Outcome
from milestones.services import BadReport, pause_milestone, report_stage, resume_milestone
from milestones.stages import Holder, PauseReason, Stage

pytestmark = pytest.mark.django_db
STEPS = 24


def recount(milestone, calendar, today):
    """The due date by its definition: walk over the days, ask who holds the clock when each of them ends."""
    spans = list(milestone.spans.all())
    limit, day, used = milestone.limit_days, clock.local_date(milestone.counting_from), 0
    if limit is None:
        return None
    last = spans[-1]
    while used < limit:
        day += timedelta(days=1)
        end = clock.midnight(day + timedelta(days=1))
        holding = [
            span for span in spans if span.starts_at < end and (span.ends_at is None or span.ends_at >= end)
        ]
        span = holding[-1] if holding else last
        if span is last and not last.counts and last.ends_at is None:
            return None
        used += span.counts and calendar.is_workday(day)
        if day > today + timedelta(days=400):
            raise AssertionError("a due date beyond all reason")
    return day


def check_everything(application, calendar, today):
    for milestone in application.milestones.all():
        spans = list(milestone.spans.all())
        open_spans = [span for span in spans if span.ends_at is None]
        is_running = milestone.status == MilestoneStatus.RUNNING
        assert len(open_spans) == is_running, milestone
        assert all(before.ends_at == after.starts_at for before, after in zip(spans, spans[1:], strict=False))
        if is_running:
            assert milestone.due_on == recount(milestone, calendar, today), milestone
            assert (milestone.holder, milestone.is_counting) == (spans[-1].holder, spans[-1].counts)
            assert spans[0].starts_at == milestone.opened_at
    for order in {milestone.order for milestone in application.milestones.exclude(order=None)}:
        running = order.milestones.running().count()
        assert running == (order.status in {"pending", "open"}), order


def random_step(rng, order, clerk, now):
    """One thing a provider might do; what is not possible now is refused and changes nothing."""
    milestone = order.milestones.running().first()
    if milestone is None:
        return
    act = rng.choice(["report", "report", "fail", "pause", "resume"])
    with transaction.atomic():
        if act == "report":
            back = timedelta(hours=rng.choice([0, 0, 1, 30, 80]))
            report_stage(
                order,
                milestone.stage,
                outcome=Outcome.REACHED,
                occurred_at=max(milestone.opened_at, now - back),
                by=clerk,
                has_outside_works=rng.random() < 0.5 if milestone.stage == Stage.SURVEY else None,
            )
        elif act == "fail":
            mender = rng.choice([Holder.PROVIDER, Holder.APPLICANT])
            report_stage(
                order, milestone.stage, outcome=Outcome.FAILED, occurred_at=now, by=clerk, mender=mender
            )
        elif act == "pause":
            pause_milestone(milestone, reason=rng.choice(PauseReason.values), basis="依据", by=clerk)
        else:
            resume_milestone(milestone, by=clerk)


@pytest.mark.parametrize("seed", range(4))
def test_every_stored_date_agrees_with_a_slow_recount_at_every_step(seed, accept, acknowledge, clerk):
    rng = random.Random(seed)
    start = datetime(
        2026, rng.choice([2, 4, 9, 11]), rng.randint(1, 28), rng.randint(0, 23), 30, tzinfo=clock.LOCAL
    )
    orders = list(accept("water", "power", at=start).values())
    calendar, now = load_calendar(), start
    for order in orders:
        now += timedelta(hours=rng.randint(1, 40))
        acknowledge(order, at=now)

    for _step in range(STEPS):
        now += timedelta(minutes=rng.choice([1, 45, 300, 900, 1440, 4320]))
        with clock.moved_to(now):
            try:
                random_step(rng, rng.choice(orders), clerk, now)
            except (WrongStatus, BadReport):
                continue
            check_everything(orders[0].application, calendar, clock.today())

    assert Milestone.objects.filter(application=orders[0].application).count() == 20
