"""Two cases that share a street are walked at random over every verb anybody has; after each step all must hold.

``RANDOM_WALKS=20 RANDOM_STEPS=80 pytest -s ningshe_portal/tests/random`` walks longer than the suite does, prints how
often each act came to pass and wants every one of them; ``RANDOM_SEED`` takes other ways.
"""

import os
import sys
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from applications.models import Application, Status
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from common.status import Refusal
from ningshe_portal.demo.limits import load_limits
from utilities.models import WorkOrder
from works.tests.cases import road

from . import acts
from .watch import Watch
from .world import SERVICES, Nothing, World

WALKS = int(os.environ.get("RANDOM_WALKS", "1"))
STEPS = int(os.environ.get("RANDOM_STEPS", "30"))
SEED = int(os.environ.get("RANDOM_SEED", "1"))
IS_LONG = WALKS * STEPS >= 1600
STARTS = [datetime(2026, 2, 12, 9, 0), datetime(2026, 9, 28, 16, 0), datetime(2026, 11, 27, 10, 0)]
WISHES = ("wants_joint_survey", "wants_joint_works", "wants_joint_acceptance", "wants_joint_connection")
HEAD_STARTS = (0, 0, 3, 6, 8, 10, 12, 14, 24) if IS_LONG else (0, 3)  # rounds in which everybody goes on
TRIES = 40 if IS_LONG else 6  # acts, until one comes to pass
TURNS = ("go_on", "everybody", "do_something", "do_something", "do_something", "sweep")
LATEST = 12  # what happened last, told where a rule is broken


class Walk(RuleBasedStateMachine):
    """One walk in a transaction of its own, on a clock that only goes forward."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = None
        self.told = []

    def teardown(self):
        if self.clock:
            self.clock.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def go_to(self, now):
        if self.clock:
            self.clock.__exit__(None, None, None)
        self.now, self.clock = now, clock.moved_to(now)
        self.clock.__enter__()

    @initialize(
        luck=st.randoms(use_true_random=True),
        start=st.sampled_from(STARTS),
        wishes=st.lists(st.booleans(), min_size=len(WISHES), max_size=len(WISHES)),
        entrusts=st.booleans(),
    )
    def begin(self, luck, start, wishes, entrusts):
        """Two cases of one town; the second has one order and lies on the same street. Some are far on already.

        ``luck`` picks evenly, where Hypothesis would come back to what it has done before.
        """
        self.luck = luck
        self.go_to(start.replace(tzinfo=clock.LOCAL))
        load_limits()
        road(built_on=self.now.date().replace(year=2024))
        road("商业道", green_m2=30, trees_to_move=2)
        self.world = World(self.pick)
        said = dict(zip(WISHES, wishes, strict=True)) | {"entrusts_permits": entrusts}
        parts = (SERVICES, (("water", ""),))
        self.watch = Watch(*(accepted(services, by=self.world.clerk, **said) for services in parts))
        for _round in range(luck.choice(HEAD_STARTS)):
            self.everybody(120)

    @rule(turn=st.sampled_from(TURNS), step=st.sampled_from([1, 5, 20, 60, 300, 600, 1440, 2880]))
    def take_turn(self, turn, step):
        """One rule for all: where there are several Hypothesis leaves some out of a walk."""
        getattr(self, turn)(step)

    def go_on(self, step):
        self.go_to(self.now + timedelta(minutes=step))
        self.do(acts.go_on)

    def do_something(self, step):
        """Of what has been done least on all walks the first that can be done now, and what it makes possible.

        Then somebody goes on.
        """
        self.go_to(self.now + timedelta(minutes=step))
        for _more in range(2):
            any(self.do(act) for act in sorted(acts.ANY, key=rarity(self.luck))[:TRIES])
        self.do(acts.go_on)

    def sweep(self, step):
        self.go_to(self.now + timedelta(minutes=step))
        sweep = min(acts.SWEEPS, key=rarity(self.luck))
        sweep()
        World.did[sweep.__name__] += 1

    def everybody(self, step):
        """Each order takes the step that is its own now."""
        self.go_to(self.now + timedelta(minutes=step))
        for order in in_full(WorkOrder.objects.living()):
            self.is_done(acts.go_on, order)

    def do(self, act):
        """For the first order for which it can be done, from any one on; whether there was one."""
        orders = in_full(WorkOrder.objects.all())
        first = self.luck.randrange(len(orders))
        return any(self.is_done(act, order) for order in orders[first:] + orders[:first])

    def is_done(self, act, order):
        try:
            with transaction.atomic():
                act(order, self.world)
        except (Refusal, Nothing):
            return False
        World.did[act.__name__] += 1
        self.told.append(f"{self.now:%m-%d %H:%M} {act.__name__} {order}")
        return True

    def pick(self, values):
        if not values:
            raise Nothing
        return self.luck.choice(list(values))

    @invariant()
    def all_holds(self):
        if not hasattr(self, "watch"):
            return
        try:
            self.watch.look()
        except AssertionError as error:
            error.add_note("\n".join(self.told[-LATEST:]))
            raise


def rarity(luck):
    """Orders acts by how often they came to pass, equal ones by chance."""
    return lambda act: (World.did[act.__name__], luck.random())


def in_full(orders):
    return list(orders.select_related("request__application", "provider__endpoint").order_by("pk"))


def accepted(services, *, by, **said):
    application = ApplicationFactory(status=Status.SUBMITTED, submitted_at=clock.now(), **said)
    for service, carrier in services:
        ServiceRequestFactory(application=application, service=service, carrier=carrier)
    accept_application(application, by=by)
    return Application.objects.get(pk=application.pk)


@pytest.mark.django_db
def test_whatever_anybody_does_in_any_order_every_rule_holds():
    World.did.clear()
    try:
        run_state_machine_as_test(
            seed(SEED)(Walk),
            settings=settings(
                max_examples=WALKS,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        left_out = tell_what_was_done()
    if IS_LONG:
        assert left_out == []


def tell_what_was_done():
    """Of all that anybody may do, and that nobody may, how often it came to pass; what has not yet."""
    names = {act.__name__ for act in (*acts.ANY, *acts.SWEEPS)}
    for name in sorted(names, key=lambda name: (World.did[name], name)):
        sys.stdout.write(f"{World.did[name]:5} {name}\n")
    return sorted(names - set(World.did))
