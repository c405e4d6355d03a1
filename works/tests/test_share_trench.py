"""Who shares a trench, open or not: only with his permits, only who digs jointly, and everybody in it hears of it."""

from datetime import date, timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Application
from applications.services import change_wishes, withdraw_request
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.stages import Stage
from milestones.tests.recount import check_everything
from outbox.models import Message
from works.models import Dig, DigNews, DigOffer, DigParty
from works.services.alone import leave_trench, look_after_own, share_again
from works.services.confirming import confirm_plan, return_plan
from works.services.digging import NotTheLead, open_dig
from works.services.joining import decline_dig, join_dig, look_after_offers
from works.services.news import tell_all_news
from works.services.trenches import NotThrough, backfill_dig, report_in_dig
from works.tasks import settle_trenches

from .cases import along, give, give_all, orders_of, planned_case, road
from .trench import dug_case, lead_of, parties, reach, stage

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def section():
    return road()


@pytest.fixture
def host(section):
    """Water of one case, all permits there, its trench still to be opened."""
    return dug_case(along(section), services=("water",))


def confirmed(section, metres=40, *, service="power", **fields):
    """Another case whose plan is confirmed, its permits still to be decided."""
    case = planned_case((service,), **fields)
    give(orders_of(case)[service], along(section, metres))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    return case


def granted(case):
    for order in orders_of(case).values():
        order.permits.update(status="granted")
        reach(order, Stage.APPROVAL)
    return case


def order_of(case):
    [order] = orders_of(case).values()
    return order


def trench_of(case):
    return Dig.objects.living().of_application(case).get()


def told(case):
    tell_all_news()
    return list(case.events.filter(verb__startswith="dig.").order_by("pk").values_list("verb", flat=True))


def test_nobody_digs_before_his_approval():
    case = planned_case(("water",))
    (plan,) = give_all(case)
    confirm_plan(plan, version=1, by=APPLICANT)

    with pytest.raises(WrongStatus):
        open_dig(Dig.objects.get(), order=orders_of(case)["water"], by=SYSTEM)


def test_whoever_joins_without_permits_keeps_nobody_waiting(host, section):
    guest = confirmed(section, 95)
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)
    settle_trenches()
    assert lead_of(dig) == order_of(guest)
    assert stage(order_of(host), "excavation").holder == "provider"

    open_dig(dig, order=order_of(host), by=SYSTEM)

    assert parties(dig) == {"water": "lead"}


def test_who_shares_a_trench_is_not_asked_about_it_again_when_his_permits_come(host, section):
    guest = confirmed(section)
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)

    granted(guest)

    assert (DigOffer.objects.get().status, trench_of(guest)) == ("joined", dig)
    assert guest.events.filter(verb="dig.offered").count() == 1


def test_once_both_may_dig_who_has_most_to_lay_opens(host, section):
    guest = granted(confirmed(section, 95))
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)
    settle_trenches()
    assert stage(order_of(host), "excavation").holder == "joint"

    with pytest.raises(NotTheLead):
        open_dig(dig, order=order_of(host), by=SYSTEM)
    open_dig(dig, order=order_of(guest), by=SYSTEM)

    assert parties(dig) == {"water": "partner", "power": "lead"}


def test_an_open_trench_is_not_joined_before_the_permits_are_there(host, section):
    guest = confirmed(section)
    open_dig(trench_of(host), order=order_of(host), by=SYSTEM)
    with pytest.raises(WrongStatus, match="审批尚未办结"):
        join_dig(DigOffer.objects.get(), by=SYSTEM)

    granted(guest)
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)

    assert (parties(dig), stage(order_of(guest), "excavation").status) == (
        {"water": "lead", "power": "partner"},
        "reached",
    )


def test_who_has_no_permits_stays_out_when_it_is_opened_and_is_asked_again_once_he_has(host, section):
    guest = confirmed(section)
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)
    open_dig(dig, order=order_of(host), by=SYSTEM)

    assert (parties(dig), trench_of(guest).status) == ({"water": "lead"}, "planned")
    assert told(guest)[-1] == "dig.kept_out"

    granted(guest)
    assert DigOffer.objects.get().status == "offered"
    join_dig(DigOffer.objects.get(), by=SYSTEM)

    assert (trench_of(guest), trench_of(guest).status) == (dig, "open")
    for case in (host, guest):
        check_everything(case, load_calendar(), clock.today())


def test_all_of_a_case_who_stay_out_dig_together_again(host, section):
    guest = planned_case(("power", "gas"))
    for order in orders_of(guest).values():
        give(order, along(section, 40))
    confirm_plan(guest.plans.get(), version=1, by=APPLICANT)
    for offer in DigOffer.objects.all():
        dig = join_dig(offer, by=SYSTEM)

    open_dig(dig, order=order_of(host), by=SYSTEM)

    assert parties(dig) == {"water": "lead"}
    assert parties(trench_of(guest)).keys() == {"power", "gas"}
    assert told(guest).count("dig.kept_out") == 2


def test_within_a_case_he_comes_into_the_open_trench_by_himself():
    case = planned_case()
    orders, section = orders_of(case), road()
    for order in orders.values():
        give(order, along(section))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    dig = Dig.objects.get()
    orders["water"].permits.update(status="granted")
    reach(orders["water"], Stage.APPROVAL)
    open_dig(dig, order=orders["water"], by=SYSTEM)
    assert parties(dig) == {"water": "lead"}

    reach(orders["power"], Stage.APPROVAL)

    assert parties(dig) == {"water": "lead", "power": "partner"}
    assert stage(orders["power"], "excavation").status == "reached"
    with pytest.raises(NotThrough):
        backfill_dig(dig, order=orders["water"], by=SYSTEM)


def test_in_an_open_trench_everybody_has_his_permits(host, section):
    guest = confirmed(section)
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)
    open_dig(dig, order=order_of(host), by=SYSTEM)

    with pytest.raises(WrongStatus):
        report_in_dig(dig, order=order_of(guest), steps=["finished_at"], by=SYSTEM)


def test_a_trench_of_another_case_that_was_left_is_offered_again(host, section):
    guest = granted(confirmed(section))
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)
    leave_trench(order_of(guest), reason="工期不合", by=SYSTEM)
    assert trench_of(guest) != dig

    share_again(order_of(guest), by=SYSTEM)
    join_dig(DigOffer.objects.get(), by=SYSTEM)

    assert (trench_of(guest), Dig.objects.living().count()) == (dig, 1)


def test_who_declined_and_joins_again_is_asked_again(host, section):
    guest = granted(confirmed(section))
    join_dig(DigOffer.objects.get(), by=SYSTEM)
    leave_trench(order_of(guest), reason="工期不合", by=SYSTEM)
    share_again(order_of(guest), by=SYSTEM)
    decline_dig(DigOffer.objects.get(), by=SYSTEM)

    with pytest.raises(WrongStatus, match="没有单独开挖"):
        share_again(order_of(guest), by=SYSTEM)


def test_an_open_trench_in_which_all_is_done_is_not_left():
    case = dug_case()
    orders = orders_of(case)
    dig = Dig.objects.get()
    open_dig(dig, order=lead_of(dig), by=SYSTEM)
    report_in_dig(dig, order=orders["power"], steps=DigParty.STEPS, by=SYSTEM)

    with pytest.raises(WrongStatus, match="没有可以退出的"):
        leave_trench(orders["power"], reason="不合", by=SYSTEM)

    assert not case.events.filter(verb="order.split_off").exists()


@pytest.mark.parametrize("wishes", [(True, False), (False, True)], ids=["later does not", "earlier does not"])
def test_only_who_wants_joint_works_is_asked(section, wishes):
    first, second = wishes
    dug_case(along(section), services=("water",), joint=first)
    dug_case(along(section), services=("power",), joint=second)

    assert not DigOffer.objects.exists()


def test_a_changed_plan_that_comes_near_another_trench_is_asked_too(host, section):
    Dig.objects.update(starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 9))
    guest = confirmed(section)
    assert not DigOffer.objects.exists()
    april = {"excavation": 2, "construction": 4, "backfill": 6}
    steps = {name: (date(2027, 4, day), date(2027, 4, day + 1)) for name, day in april.items()}

    give(order_of(guest), along(section, 40), steps=steps)
    confirm_plan(guest.plans.get(), version=2, by=APPLICANT)

    assert DigOffer.objects.get().order == order_of(guest)


def test_each_in_the_trench_hears_who_comes_who_leads_and_who_leaves(host, section):
    guest = granted(confirmed(section, 95))
    join_dig(DigOffer.objects.get(), by=SYSTEM)
    leave_trench(order_of(guest), reason="工期不合", by=SYSTEM)

    assert told(host) == ["dig.partner_joined", "dig.lead_passed", "dig.partner_left", "dig.lead_passed"]
    assert told(guest)[:3] == ["dig.offered", "dig.joined", "dig.lead_passed"]
    assert not DigNews.objects.untold().exists()


def test_a_provider_without_a_system_hears_by_sms_who_came(host, section):
    guest = confirmed(section)
    join_dig(DigOffer.objects.get(), by=SYSTEM)
    settle_trenches()
    settle_trenches()

    about = Message.objects.filter(kind="dig.joined", about=order_of(host).number)
    [message] = about.exclude(channel="email")
    assert str(order_of(guest).provider) in message.text
    assert "光明路" in message.text
    assert guest.number not in message.text


def test_the_counter_of_events_has_no_gap_after_news(host, section):
    guest = granted(confirmed(section, 95))
    join_dig(DigOffer.objects.get(), by=SYSTEM)
    tell_all_news()

    for case in (host, guest):
        order = order_of(case)
        seqs = Message.objects.filter(about=order.number, channel="webhook").values_list("seq", flat=True)
        assert sorted(set(seqs)) == list(range(1, len(set(seqs)) + 1))


def test_two_days_later_nothing_is_said_twice(host, section, at):
    confirmed(section)
    join_dig(DigOffer.objects.get(), by=SYSTEM)
    settle_trenches()
    before = Message.objects.count()
    at(clock.now() + timedelta(days=2))
    settle_trenches()

    assert Message.objects.count() == before


@pytest.fixture
def two_guests(host, section):
    """Power and gas of one case, jointly along the same road: power has joined the trench of the host."""
    case = planned_case(("power", "gas"))
    for metres, order in zip((40, 30), orders_of(case).values(), strict=True):
        give(order, along(section, metres))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    join_dig(DigOffer.objects.get(order=orders_of(case)["power"]), by=SYSTEM)
    return case


def test_who_declined_stays_out_though_another_of_his_case_has_joined(host, two_guests):
    gas = orders_of(two_guests)["gas"]
    decline_dig(DigOffer.objects.get(order=gas), by=SYSTEM)

    granted(two_guests)
    settle_trenches()

    assert parties(gas.dig_parties.living().get().dig) == {"gas": "lead"}
    assert DigOffer.objects.get(order=gas).status == "declined"


def test_who_has_not_answered_yet_is_not_put_there_either(host, two_guests):
    gas = orders_of(two_guests)["gas"]

    granted(two_guests)

    assert parties(trench_of(host)) == {"water": "lead", "power": "partner"}
    assert DigOffer.objects.get(order=gas).status == "offered"
    join_dig(DigOffer.objects.get(order=gas), by=SYSTEM)
    assert set(parties(trench_of(host))) == {"water", "power", "gas"}


def test_who_comes_to_the_road_by_a_changed_plan_is_asked_though_one_of_his_case_lies_there(host, section):
    case = planned_case(("power", "gas"))
    power, gas = orders_of(case).values()
    give(power, along(section, 40))
    give(gas, along(road("幸福道"), 30))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    join_dig(DigOffer.objects.get(order=power), by=SYSTEM)

    give(gas, along(section, 30))
    confirm_plan(case.plans.get(), version=2, by=APPLICANT)

    assert parties(gas.dig_parties.living().get().dig) == {"gas": "lead"}
    assert DigOffer.objects.get(order=gas).dig == trench_of(host)


def test_into_the_trench_of_his_own_case_one_comes_though_a_stranger_lies_there_too(section):
    case = planned_case(("water", "gas"))
    for metres, order in zip((80, 30), orders_of(case).values(), strict=True):
        give(order, along(section, metres))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    water, gas = orders_of(case).values()
    stranger = granted(confirmed(section))
    dig = join_dig(DigOffer.objects.get(order=order_of(stranger)), by=SYSTEM)
    water.permits.update(status="granted")
    reach(water, Stage.APPROVAL)
    open_dig(dig, order=water, by=SYSTEM)
    assert set(parties(dig)) == {"water", "power"}

    gas.permits.update(status="granted")
    reach(gas, Stage.APPROVAL)

    assert set(parties(dig)) == {"water", "power", "gas"}


def test_who_wants_to_dig_jointly_again_is_asked_about_the_strangers_trench_again(section):
    case = dug_case(along(section), services=("water", "gas"))
    granted(confirmed(section))
    join_dig(DigOffer.objects.get(), by=SYSTEM)

    for wish in (False, True):
        change_wishes(Application.objects.get(pk=case.pk), by=APPLICANT, wants_joint_works=wish)

    offers = DigOffer.objects.open()
    assert {offer.order.request.service for offer in offers} >= {"water", "gas"}


def test_who_was_kept_out_by_a_changed_plan_is_asked_again_once_that_is_off(host, section):
    guest = granted(confirmed(section))
    dig = join_dig(DigOffer.objects.get(), by=SYSTEM)
    give(order_of(guest), along(road("幸福道"), 40))
    open_dig(dig, order=order_of(host), by=SYSTEM)
    assert parties(dig) == {"water": "lead"}

    return_plan(guest.plans.get(), version=2, reason="维持原方案", by=APPLICANT)

    assert DigOffer.objects.get().status == "offered"


def test_a_trench_left_to_a_case_takes_in_the_others_of_that_case(host, two_guests):
    gas = orders_of(two_guests)["gas"]
    decline_dig(DigOffer.objects.get(order=gas), by=SYSTEM)
    granted(two_guests)

    withdraw_request(order_of(host).request, by=APPLICANT, reason="不再需要")
    look_after_own()

    assert set(parties(gas.dig_parties.living().get().dig)) == {"power", "gas"}
    assert Dig.objects.living().count() == 1


def test_a_trench_that_has_moved_far_off_is_not_joined_any_more(host, section):
    granted(confirmed(section))
    offer = DigOffer.objects.get()
    days = {"excavation": 2, "construction": 4, "backfill": 6}
    steps = {step: (date(2027, 9, day), date(2027, 9, day + 1)) for step, day in days.items()}
    give(order_of(host), along(section), steps=steps)
    confirm_plan(host.plans.get(), version=2, by=APPLICANT)

    with pytest.raises(WrongStatus, match="相差太远"):
        join_dig(offer, by=SYSTEM)
    look_after_offers()
    assert DigOffer.objects.get().status == "lapsed"
