"""A case is walked at random; after every step each stored date is counted again, day by day, the slow way."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.models import Milestone, Outcome, PauseLimit, Span
from milestones.services import (
    BadReport,
    allow_pause,
    end_spent_pauses,
    object_to_pause,
    pause_milestone,
    report_stage,
    resume_milestone,
    revoke_pause,
    uphold_pause,
)
from milestones.stages import Holder, PauseReason, Stage

from .recount import check_everything, check_record

pytestmark = pytest.mark.django_db
STEPS = 24


def random_step(rng, order, clerk, now):
    """One thing a provider might do; what is not possible now is refused and changes nothing."""
    milestone = order.milestones.running().first()
    if milestone is None:
        return
    act = rng.choice(["report", "report", "fail", "pause", "pause", "resume", "judge", "judge"])
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
            pause_milestone(
                milestone, reason=rng.choice(PauseReason.values), basis="依据", evidence="a.jpg", by=clerk
            )
        elif act == "judge":
            judge(rng, order, clerk, now)
        else:
            resume_milestone(milestone, by=clerk)


def judge(rng, order, clerk, now):
    """What others may do with any pause of the order, open or past."""
    pauses = list(Span.objects.pauses().filter(milestone__order=order))
    if not pauses:
        return
    pause, verb = rng.choice(pauses), rng.choice(["object", "uphold", "revoke", "allow"])
    if verb == "object":
        object_to_pause(pause, text="情况不属实", by=clerk)
    elif verb == "uphold":
        uphold_pause(pause, reason="属实", by=clerk)
    elif verb == "revoke":
        revoke_pause(pause, reason="不属实", by=clerk)
    else:
        until = clock.local_date(now) + timedelta(days=rng.randint(1, 20))
        allow_pause(pause, until=until, reason="协调", by=clerk)


@pytest.mark.parametrize("seed", range(4))
def test_every_stored_date_agrees_with_a_slow_recount_at_every_step(seed, accept, acknowledge, clerk):
    rng = random.Random(seed)
    PauseLimit.objects.update(days=2)
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
            if rng.random() < 0.5:  # the sweep may come at any time, or not
                end_spent_pauses()
                check_record(orders[0].application, calendar, clock.today())
            check_everything(orders[0].application, calendar, clock.today())

    assert Milestone.objects.filter(application=orders[0].application).count() == 20
