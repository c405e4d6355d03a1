"""Six orders of one case from the form to the last connection and its rating: together, apart, and with trouble.

Then two cases in one trench. Each ends with the account in ``expected/``: states, dates, clocks and messages.
"""

from itertools import zip_longest
from urllib.parse import urlsplit

import pytest
from django.test import Client

from applications.models import Application, Status
from approvals.models import Permit
from approvals.services import decide_permit
from common import clock
from district.services import load_calendar
from launch.rehearsal import books
from launch.rehearsal.recount import Calendar
from launch.rehearsal.terms import wrong_terms
from milestones.models import Milestone
from milestones.tests.recount import check_record
from ningshe_portal.simulator.client import Refused
from ningshe_portal.tests.rows import read
from ningshe_portal.tests.walks.steps import check_sound
from oversight.links import rating_url
from oversight.services import answer_duty, close_duty, log_call
from utilities.services import assign_request
from works.models import Dig

from . import account
from .world import GAS_ALONE, WATER_AND_POWER, World, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(at):
    return lambda **wishes: World(at, **wishes)


def is_over(*cases):
    numbers = [case.pk for case in cases]
    return lambda: not Application.objects.filter(pk__in=numbers, status=Status.ACCEPTED).exists()


def finish(world, name, *grades):
    """On to the end of each case and its rating; then everything is as it was expected, and counted again."""
    world.until(is_over(*world.cases))
    for case, grade in zip_longest(world.cases, grades):
        case.refresh_from_db()
        assert case.status == Status.FINISHED
        if grade:
            rate(case, [grade])
        check_sound(case)
        check_record(case, load_calendar(), clock.today())
    assert not any(wrong_terms(read, Calendar(read(books.CALENDAR))).values())
    account.check(name, *world.cases)


def rate(case, grades):
    """By the link of the SMS, without signing in; ``grades``: what is said of each in turn, the last of the rest."""
    link = urlsplit(rating_url(case)).path
    form = Client().get(link).context["form"]
    names = [name for name in form.fields if name.startswith("grade-")]
    given = dict(zip_longest(names, grades[: len(names)], fillvalue=grades[-1]))
    assert Client().post(link, given | {"is_named": "no"}).status_code == 302


def test_everything_together(begin):
    world = begin(joint=True, entrusts=True)

    finish(world, "together", "5")

    (dig,) = Dig.objects.of_application(world.case)
    reached = Milestone.objects.filter(stage="backfill", status="reached", application=world.case)
    assert {milestone.reached_at for milestone in reached} == {dig.closed_at}
    assert world.case.ratings.count() == 8


def test_everything_apart(begin):
    world = begin(joint=False, entrusts=False)

    finish(world, "apart", "4")

    assert not world.case.visits.filter(is_joint=True).exists()
    assert world.case.plans.count() == 6
    assert Dig.objects.of_application(world.case).count() == 3


def test_with_trouble_on_the_way(begin):
    """Gas is returned and routed again, a permit refused, water leaves the trench, he takes network back, gas leaks."""
    world = begin(joint=True, entrusts=True)
    network = world.order("network", "mobile")
    gas = send_gas_on(world)
    refuse_a_permit(world)

    world.until(lambda: Dig.objects.filter(status="open").exists())
    world.say(world.order("water"), "digs/leave", {"reason": "施工队伍冲突"})
    he_takes_back(world, network.request)
    world.until(lambda: world.running(gas) == "acceptance")
    world.say(gas, "visits/acceptance/answer", {"is_coming": True})
    world.until(lambda: world.case.visits.filter(kind="acceptance", status="fixed").exists(), without=(gas,))
    leak = {"outcome": "failed", "occurred_at": now(), "note": "阀门渗漏，须更换"}
    world.say(gas, "milestones/acceptance", leak)
    world.until(is_over(world.case))
    see_to_bad_rating(world)

    finish(world, "trouble")

    assert not world.case.duties.exclude(status="closed").exists()


def send_gas_on(world):
    gas = world.order("gas")
    other = world.found("gas", "另一家燃气公司")
    world.say(gas, "return", {"reason": "wrong_area", "detail": "不在管网范围"})
    assign_request(gas.request, other, by=world.office)
    return gas.request.orders.get(provider=other)


def refuse_a_permit(world):
    permits = Permit.objects.filter(application=world.case)
    world.until(lambda: permits.with_authority().exists())
    refused = permits.with_authority().order_by("pk").first()
    decide_permit(refused, outcome="refused", refusal_reason="图纸不全", by=world.officer)


def he_takes_back(world, request):
    said = {"what": request.pk, "reason": "改用其他线路"}
    assert world.owner.post(f"/case/{world.case.number}/withdraw/", said).status_code == 302


def see_to_bad_rating(world):
    """Everything fine but for one; what he says is put right, he is called, and the office answers."""
    world.case.refresh_from_db()
    rate(world.case, ["5", "5", "2", "5"])
    duty = world.case.duties.get()
    answer_duty(duty, answer="已上门致歉并复检", by=duty.provider.members.get().user)
    log_call(duty, is_reached=True, said="认可", by=world.office)
    close_duty(duty, reply="已整改，谢谢您的意见。", by=world.office)


def test_two_cases_in_one_trench(begin):
    """The neighbour's gas comes into the trench of water and power; its lead closes it after the last of all."""
    world = begin(joint=True, entrusts=True, form=WATER_AND_POWER)
    world.at("2026-11-24 09:00")
    neighbour = world.take_in(world.neighbour, **GAS_ALONE)
    gas = world.order("gas", case=neighbour)

    world.until(lambda: gas.dig_parties.filter(dig__parties__order__request__application=world.case).exists())
    trench = Dig.objects.of_application(neighbour).get()
    world.until(lambda: Dig.objects.filter(pk=trench.pk, status="open").exists())
    lead = trench.parties.living().get(role="lead")
    world.until(
        lambda: trench.parties.living().exclude(order=gas).get(role="partner").is_done, without=(gas,)
    )
    with pytest.raises(Refused) as refusal:
        world.say(lead.order, f"digs/{trench.pk}/backfill", {"occurred_at": now()})
    assert refusal.value.status == 409
    assert str(gas.provider) in str(refusal.value)

    finish(world, "two_cases", "5", "5")

    trench.refresh_from_db()
    last = max(party.done_at for party in trench.parties.living())
    assert trench.parties.living().count() == 3
    assert last <= trench.closed_at
