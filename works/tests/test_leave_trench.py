"""Who leaves a trench, open or not, goes on by himself: his own is opened, built in and closed like any other."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import RequestStatus
from applications.services import withdraw_request
from common import clock
from common.status import TooEarly, WrongStatus
from district.services import load_calendar
from milestones.models import Outcome
from milestones.services import split_off
from milestones.stages import Stage
from milestones.tests.recount import check_everything, check_record
from works.extent import Extent
from works.models import Dig, DigOffer, DigParty, RoadSection
from works.services.alone import share_again
from works.services.confirming import confirm_plan
from works.services.dig_reports import report_digging
from works.services.digging import BadDig, enter, open_dig
from works.services.joining import join_dig
from works.services.parts import BadPart, open_draft
from works.services.trenches import backfill_dig, report_in_dig
from works.tasks import settle_trenches

from .cases import along, clock_of, give, orders_of, road
from .trench import dug_case, get_through, opened, parties, reach, stage

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


def test_in_backfill_he_may_as_long_as_it_is_shut(case, trench, power):
    reach(power, Stage.CONSTRUCTION)
    with pytest.raises(WrongStatus, match="不在方案环节"):
        open_draft(power)
    split_off(power, Stage.BACKFILL, by=SYSTEM)

    give(power, along(road("幸福道")))
    confirm_plan(case.plans.get(), version=2, by=APPLICANT)

    assert power.dig_parties.living().get().dig.section.street == "幸福道"
    assert clock_of(power, "backfill")[1] == "applicant_filing"  # the other road needs permits too
    settled(case)


def test_in_backfill_nothing_is_to_be_built_any_more_but_what_is_dug(trench, power):
    reach(power, Stage.CONSTRUCTION)
    split_off(power, Stage.BACKFILL, by=SYSTEM)
    river = road("潮白河", is_river=True, surface="soil")

    with pytest.raises(BadPart, match="施工环节已经过去，潮白河.*定向钻"):
        give(power, along(river, method="drilling"))

    give(power, along(river, method="existing_duct"))


def test_who_must_open_his_trench_holds_the_backfill_meanwhile(trench, power):
    """Another case has come into it: that one waits for him, not he for that one."""
    reach(power, Stage.CONSTRUCTION)
    split_off(power, Stage.BACKFILL, by=SYSTEM)
    own = power.dig_parties.living().get().dig
    guest = dug_case(along(own.section, 20), services=("gas",))
    enter(own, orders_of(guest)["gas"], Extent.first(20), at=clock.now())
    settle_trenches()

    assert clock_of(power, "backfill") == PROVIDER


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


def test_his_backfill_says_that_his_own_is_still_shut(trench, power):
    reach(power, Stage.CONSTRUCTION)
    split_off(power, Stage.BACKFILL, by=SYSTEM)

    with pytest.raises(TooEarly, match="尚未开挖"):
        report_digging(power, Stage.BACKFILL, outcome=Outcome.REACHED, occurred_at=clock.now(), by=SYSTEM)


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
