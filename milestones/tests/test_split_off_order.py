import pytest

from accounts.actors import APPLICANT
from applications.services import TooOften
from common.status import WrongStatus
from milestones.models import Apart
from milestones.services import rejoin, split_off
from milestones.signals import order_rejoined, order_split_off
from milestones.stages import Stage

from .conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(accept, acknowledge):
    order = accept("water", wants_joint_survey=True, wants_joint_acceptance=True)["water"]
    acknowledge(order, at=MONDAY, needs_survey=True)
    return order


def test_an_order_leaves_a_joint_step_and_joins_it_again(order, clerk):
    split_off(order, Stage.SURVEY, reason="另约时间", by=clerk)
    assert list(Apart.objects.open().values_list("order", "stage")) == [(order.pk, "survey")]

    rejoin(order, Stage.SURVEY, by=clerk)
    assert not Apart.objects.open().exists()
    verbs = order.application.events.values_list("verb", flat=True)
    assert {"order.split_off", "order.rejoined"} <= set(verbs)


def test_it_leaves_once_and_joins_once(order, clerk):
    split_off(order, Stage.SURVEY, by=clerk)
    with pytest.raises(WrongStatus):
        split_off(order, Stage.SURVEY, by=clerk)

    rejoin(order, Stage.SURVEY, by=clerk)
    with pytest.raises(WrongStatus):
        rejoin(order, Stage.SURVEY, by=clerk)


def test_the_applicant_leaves_and_joins_ten_times_a_day(order, clerk):
    for _turn in range(5):
        split_off(order, Stage.SURVEY, by=APPLICANT)
        rejoin(order, Stage.SURVEY, by=APPLICANT)

    with pytest.raises(TooOften):
        split_off(order, Stage.SURVEY, by=APPLICANT)
    split_off(order, Stage.SURVEY, by=clerk)


def test_the_clock_runs_on_as_it_stands(order, clerk):
    before = order.milestones.values("stage", "status", "due_on", "holder")
    known = list(before)

    split_off(order, Stage.SURVEY, by=clerk)

    assert list(before.all()) == known


def test_nothing_is_left_to_leave_once_the_stage_is_over(order, clerk):
    with pytest.raises(WrongStatus):
        split_off(order, Stage.ACKNOWLEDGE, by=clerk)


@pytest.mark.parametrize("signal", [order_split_off, order_rejoined], ids=["left", "joined"])
def test_it_is_announced(order, clerk, signal):
    seen = []

    def note(signal, order, stage, **kwargs):
        seen.append((order, stage))

    signal.connect(note)
    try:
        split_off(order, Stage.ACCEPTANCE, by=clerk)
        rejoin(order, Stage.ACCEPTANCE, by=clerk)
    finally:
        signal.disconnect(note)

    assert seen == [(order, Stage.ACCEPTANCE)]
