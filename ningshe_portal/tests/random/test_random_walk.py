"""Two cases that share a street are walked at random over every verb anybody has; after each step all must hold.

``RANDOM_WALKS=200 bin/test ningshe_portal/tests/random`` walks longer than the suite does.
"""

import os
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from common.status import Refusal
from milestones.tests.factories import demo_limits
from utilities.models import WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory
from works.tests.cases import road

from . import acts
from .acts import Nothing
from .watch import Watch

WALKS = int(os.environ.get("RANDOM_WALKS", "2"))
STEPS = int(os.environ.get("RANDOM_STEPS", "25"))
STARTS = [datetime(2026, 2, 12, 9, 0), datetime(2026, 9, 28, 16, 0), datetime(2026, 11, 27, 10, 0)]
WISHES = ("wants_joint_survey", "wants_joint_works", "wants_joint_acceptance", "wants_joint_connection")
SERVICES = (("water", ""), ("power", ""), ("gas", ""), ("network", "mobile"), ("network", "unicom"))


class Walk(RuleBasedStateMachine):
    """One walk in a transaction of its own, on a clock that only goes forward."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = None

    def teardown(self):
        if self.clock:
            self.clock.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def set_clock(self, now):
        if self.clock:
            self.clock.__exit__(None, None, None)
        self.now, self.clock = now, clock.moved_to(now)
        self.clock.__enter__()

    @initialize(
        start=st.sampled_from(STARTS),
        wishes=st.lists(st.booleans(), min_size=len(WISHES), max_size=len(WISHES)),
        entrusts=st.booleans(),
    )
    def begin(self, start, wishes, entrusts):
        """Two cases of one town; the second has one order and lies on the same street."""
        self.set_clock(start.replace(tzinfo=clock.LOCAL))
        demo_limits()
        road(built_on=self.now.date().replace(year=2024))
        road("商业道", green_m2=30, trees_to_move=2)
        for service, carrier in SERVICES:
            ServiceAreaFactory(
                service=service, carrier=carrier, provider=ProviderFactory(service=service, carrier=carrier)
            )
        said = dict(zip(WISHES, wishes, strict=True)) | {"entrusts_permits": entrusts}
        self.cases = [accepted(SERVICES, **said), accepted((("water", ""),), **said)]
        self.watch = Watch(*self.cases)

    @rule(data=st.data(), step=st.sampled_from([1, 20, 60, 600, 1440]))
    def go_on(self, data, step):
        self.do(acts.go_on, data, step, WorkOrder.objects.living())

    @rule(data=st.data(), step=st.sampled_from([0, 1, 300]))
    def go_on_together(self, data, step):
        """Everybody takes the step that is his."""
        for _order in range(3):
            self.do(acts.go_on, data, step, WorkOrder.objects.living())

    @rule(data=st.data(), act=st.sampled_from(acts.ANY), step=st.sampled_from([0, 5, 90, 2880]))
    def do_anything(self, data, act, step):
        self.do(act, data, step, WorkOrder.objects.all())

    @rule(sweep=st.sampled_from(acts.SWEEPS), step=st.sampled_from([1, 600]))
    def sweep(self, sweep, step):
        self.set_clock(self.now + timedelta(minutes=step))
        sweep()

    def do(self, act, data, step, orders):
        self.set_clock(self.now + timedelta(minutes=step))
        orders = list(orders.select_related("request__application", "provider__endpoint").order_by("pk"))
        if not orders:
            return
        try:
            with transaction.atomic():
                act(data.draw(st.sampled_from(orders)), lambda rows: self.pick(data, rows))
        except (Refusal, Nothing):
            pass

    @staticmethod
    def pick(data, rows):
        if not rows:
            raise Nothing
        return data.draw(st.sampled_from(list(rows)))

    @invariant()
    def all_holds(self):
        if hasattr(self, "watch"):
            self.watch.look()


def accepted(services, **said):
    application = ApplicationFactory(status=Status.SUBMITTED, submitted_at=clock.now(), **said)
    for service, carrier in services:
        ServiceRequestFactory(application=application, service=service, carrier=carrier)
    accept_application(application, by=UserFactory())
    return Application.objects.get(pk=application.pk)


@pytest.mark.django_db
def test_whatever_anybody_does_in_any_order_every_rule_holds():
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate] if WALKS < 10 else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
