"""Who leaves a trench, open or not, goes on by himself: his own is opened, built in and closed like any other."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import RequestStatus
from applications.services import withdraw_request
from common import clock
from common.status import TooEarly, WrongStatus
from district.services import load_calendar
from milestones.models import Outcome
from milestones.services import report_stage, split_off
from milestones.stages import Stage
from milestones.tests.recount import check_everything, check_record
from works.models import Dig, DigOffer, DigParty, RoadSection
from works.services.alone import leave_trench, share_again
from works.services.confirming import confirm_plan
from works.services.digging import BadDig, open_dig
from works.services.joining import join_dig
from works.services.parts import BadPart, open_draft
from works.services.trenches import backfill_dig, report_in_dig, take_lead
from works.tasks import settle_trenches

from .cases import along, clock_of, give, orders_of, road
from .trench import dug_case, get_through, lead_of, opened, parties, reach, stage

pytestmark = pytest.mark.usefixtures("db")
PROVIDER = ("provider", "", True)


@pytest.fixture
def case(dug):
    return dug


@pytest.fixture
def trench(case):
    """Open since ten o'clock, by water; power is its partner, and in CONSTRUCTION too."""
    dig = opened(case)
    settle_trenches()
    return dig


@pytest.fixture
def own(trench, power):
    """Power has left the open trench while it builds: its own is still shut."""
    split_off(power, Stage.BACKFILL, by=SYSTEM, reason="另行施工")
    return Dig.objects.exclude(pk=trench.pk).get()


def settled(case):
    """Every date of the case counted again."""
    check_everything(case, load_calendar(), clock.today())
    check_record(case, load_calendar(), clock.today())


def test_who_left_has_not_built_before_his_own_trench_is_open(case, own, power):
    with pytest.raises(TooEarly, match="光明路.*尚未开挖"):
        reach(power, Stage.CONSTRUCTION)
    assert stage(power, "construction").status == "running"

    open_dig(own, order=power, by=SYSTEM)
    reach(power, Stage.CONSTRUCTION)

    assert own.parties.get().finished_at == clock.now()
    settled(case)


def test_a_trench_others_lead_and_have_not_opened_is_waited_for_jointly(own, trench, water, power, at):
    get_through(trench, water)
    backfill_dig(trench, order=water, by=SYSTEM)
    RoadSection.objects.update(backfilled_on=None)  # as if it could be opened again
    host = dug_case(along(trench.section, 95), services=("gas",))
    share_again(power, by=SYSTEM)
    shared = join_dig(DigOffer.objects.open().get(order=power), by=SYSTEM)
    settle_trenches()
    assert clock_of(power, "construction") == ("joint", "", True)

    at("2026-11-30 09:00")
    open_dig(shared, order=orders_of(host)["gas"], by=SYSTEM)
    settle_trenches()

    assert clock_of(power, "construction") == PROVIDER
    reach(power, Stage.CONSTRUCTION)
    settled(power.application)


def test_who_left_may_still_go_another_way(case, own, power):
    """The others close theirs first: from then on the road is protected."""
    give(power, along(road("幸福道")))
    confirm_plan(case.plans.get(), version=2, by=APPLICANT)

    own.refresh_from_db()
    assert own.status == "cancelled"
    anew = power.dig_parties.living().get().dig
    assert (anew.section.street, anew.status) == ("幸福道", "planned")
    settled(case)


def test_where_its_pipe_is_laid_it_stays_until_that_is_inspected_and_covered(trench, power):
    reach(power, Stage.CONSTRUCTION)

    with pytest.raises(WrongStatus, match="已施工完成.*一并验收、回填"):
        leave_trench(power, reason="另行施工", by=SYSTEM)

    assert parties(trench) == {"water": "lead", "power": "partner"}
    with pytest.raises(WrongStatus, match="不在方案环节"):
        open_draft(power)


def test_of_its_trenches_it_leaves_those_in_which_it_has_still_to_build(water, power):
    """Both share two trenches, and the pipe lies in one."""
    first, second = road("新华路"), road("幸福道")
    case = dug_case(along(first), along(second))
    water, power = orders_of(case).values()
    for dig in Dig.objects.living().of_application(case):
        open_dig(dig, order=lead_of(dig), by=SYSTEM)
    settle_trenches()
    laid = Dig.objects.get(section=first, status="open")
    report_in_dig(laid, order=power, steps=["finished_at"], by=SYSTEM)

    leave_trench(power, reason="另行施工", by=SYSTEM)

    assert parties(laid) == {"water": "lead", "power": "partner"}
    assert parties(Dig.objects.get(section=second, status="open")) == {"water": "lead"}
    assert parties(Dig.objects.get(section=second, status="planned")) == {"power": "lead"}
    settled(case)


def test_it_has_not_built_before_its_own_trench_was_opened(own, power, at):
    at("2026-11-30 15:00")
    open_dig(own, order=power, by=SYSTEM)
    power.refresh_from_db()
    early = clock.now() - timedelta(hours=1)

    with pytest.raises(BadDig, match="施工完成时间不能早于光明路.*开挖"):
        report_stage(power, Stage.CONSTRUCTION, outcome=Outcome.REACHED, occurred_at=early, by=SYSTEM)

    assert stage(power, "construction").status == "running"


def test_without_a_trench_he_waits_for_nobody(own, trench, water, power):
    get_through(trench, water)
    backfill_dig(trench, order=water, by=SYSTEM)
    RoadSection.objects.update(backfilled_on=None)  # as if it could be opened again
    dug_case(along(trench.section, 95), services=("gas",))
    share_again(power, by=SYSTEM)
    join_dig(DigOffer.objects.open().get(order=power), by=SYSTEM)
    settle_trenches()
    assert clock_of(power, "construction") == ("joint", "", True)

    give(power, along(method="existing_duct"))
    confirm_plan(power.application.plans.get(), version=2, by=APPLICANT)

    assert clock_of(power, "construction") == PROVIDER
    settled(power.application)


def test_his_own_was_not_opened_before_he_left(case, trench, power, at):
    before = clock.now()
    at("2026-11-30 09:00")
    split_off(power, Stage.BACKFILL, by=SYSTEM)
    own = power.dig_parties.living().get().dig

    with pytest.raises(BadDig, match="列入沟槽"):
        open_dig(own, order=power, at=before, by=SYSTEM)


def test_once_all_is_open_what_is_dug_is_settled(own, power):
    open_dig(own, order=power, by=SYSTEM)

    with pytest.raises(BadPart, match="开挖环节已经过去"):
        give(power, along(), along(road("幸福道"), 30))


def test_who_left_is_waited_for_until_he_left_and_not_a_day_longer(case, trench, water, power, at):
    settle_trenches()
    get_through(trench, water)
    at("2026-12-02 11:00")
    withdraw_request(power.request, by=APPLICANT, reason="不再需要")
    left_at = clock.now()
    at("2026-12-03 09:00")
    settle_trenches()

    spans = list(stage(water, "backfill").spans.all())
    assert (spans[-2].reason, spans[-2].ends_at, spans[-1].counts) == ("other_parties", left_at, True)
    settled(case)


def test_who_leads_when_the_lead_has_left_has_had_the_stage_in_hand_since_then(case, water, power, at):
    at("2026-12-02 11:00")
    withdraw_request(water.request, by=APPLICANT, reason="不再需要")
    left_at = clock.now()
    at("2026-12-03 09:00")
    settle_trenches()

    spans = list(stage(power, "excavation").spans.all())
    assert [span.holder for span in spans if span.starts_at != span.ends_at] == ["joint", "provider"]
    assert (spans[-2].ends_at, spans[-1].starts_at) == (left_at, left_at)
    settled(case)


def test_when_the_lead_leaves_an_open_trench_the_next_one_leads(case, trench, water, power, at):
    split_off(water, Stage.BACKFILL, by=SYSTEM, reason="另行施工")

    trench.refresh_from_db()
    assert parties(trench) == {"power": "lead"}
    assert parties(Dig.objects.exclude(pk=trench.pk).get()) == {"water": "lead"}


def test_who_left_the_trench_closes_his_own_before_his_backfill_is_reached(case, trench, water, power):
    settle_trenches()
    split_off(water, Stage.BACKFILL, by=SYSTEM)
    own = Dig.objects.exclude(pk=trench.pk).get()
    open_dig(own, order=water, by=SYSTEM)  # once the other is backfilled the road is protected
    reach(water, Stage.CONSTRUCTION)
    get_through(trench, power)
    backfill_dig(trench, order=power, by=SYSTEM)
    settle_trenches()

    assert (stage(water, "backfill").status, stage(power, "backfill").status) == ("running", "reached")
    report_in_dig(own, order=water, steps=DigParty.STEPS, by=SYSTEM)
    backfill_dig(own, order=water, by=SYSTEM)
    assert stage(water, "backfill").status == "reached"
    settled(case)


def test_a_withdrawn_order_leaves_the_trench_to_the_others(case, trench, water, power):
    settle_trenches()
    withdraw_request(power.request, by=APPLICANT, reason="不再需要")
    get_through(trench, water)
    backfill_dig(trench, order=water, by=SYSTEM)

    assert stage(water, "backfill").status == "reached"
    settled(case)


def test_the_last_in_an_open_trench_cannot_be_withdrawn(case, trench, water, power):
    withdraw_request(power.request, by=APPLICANT, reason="不再需要")

    with pytest.raises(WrongStatus):
        withdraw_request(water.request, by=APPLICANT, reason="不再需要")

    water.request.refresh_from_db()
    assert water.request.status == RequestStatus.OPEN


def test_when_the_lead_stands_still_the_office_lets_another_close_the_trench(case, trench, water, power, at):
    for order in (water, power):
        get_through(trench, order)
    settle_trenches()
    passed = at("2027-01-04 10:00")

    take_lead(power, reason="供水公司停业", by=SYSTEM)

    settle_trenches()
    assert parties(trench) == {"water": "partner", "power": "lead"}
    assert (clock_of(power, "backfill"), clock_of(water, "backfill")) == (PROVIDER, ("joint", "", True))
    held = [(span.holder, span.starts_at) for span in stage(water, "backfill").spans.all()]
    assert held[-2][0] == "provider" and held[-1] == ("joint", passed)
    assert stage(power, "backfill").spans.last().starts_at == passed

    at("2027-01-05 10:00")
    backfill_dig(trench, order=power, by=SYSTEM)
    settle_trenches()
    assert {stage(order, "backfill").status for order in (water, power)} == {"reached"}
    settled(case)


def test_who_leads_or_lies_in_none_takes_no_lead(trench, water):
    with pytest.raises(WrongStatus, match="没有由其他单位牵头"):
        take_lead(water, reason="x", by=SYSTEM)


def test_it_has_not_built_before_its_own_trench_was_opened_that_is_closed_by_now(own, power, at):
    at("2026-11-30 15:00")
    open_dig(own, order=power, by=SYSTEM)
    at("2026-11-30 16:00")
    report_in_dig(own, order=power, steps=DigParty.STEPS, by=SYSTEM)
    backfill_dig(own, order=power, by=SYSTEM)
    power.refresh_from_db()
    early = clock.now() - timedelta(hours=2)

    with pytest.raises(BadDig, match="施工完成时间不能早于"):
        report_stage(power, Stage.CONSTRUCTION, outcome=Outcome.REACHED, occurred_at=early, by=SYSTEM)
