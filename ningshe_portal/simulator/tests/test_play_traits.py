"""What happens to an order besides its usual way: each step once, when its moment has come."""

import json

import pytest

from applications.tests.factories import ApplicationFactory
from ningshe_portal.pages.history import SENTENCES
from ningshe_portal.rehearsal.scenes import PARTS, SCENES, plan_case
from ningshe_portal.simulator.client import Refused
from ningshe_portal.simulator.crew import MOST_REFUSALS, Crew
from ningshe_portal.simulator.script import Script
from ningshe_portal.simulator.traits import TRAITS


class Line:
    """An API that notes what is said, or refuses it."""

    def __init__(self, *, refuses=False):
        self.refuses, self.said = refuses, []

    def post(self, path, body):
        self.said.append((path, body))
        if self.refuses:
            raise Refused(409, {})
        return {"id": 7}

    def upload(self, path, name, content):
        return {"files": [{"id": 3}]}


@pytest.fixture
def script(tmp_path):
    def write(**parts):
        path = tmp_path / "script.json"
        path.write_text(json.dumps({key.replace("_", "-"): codes for key, codes in parts.items()}))
        return Script(path)

    return write


def order(**said):
    running = {"status": "running", "is_counting": True, "pause": None, "holder": "provider"}
    usual = {"number": "NH1-W", "status": "open", "stage": "construction", "milestones": [running]}
    return usual | said


def test_an_order_has_its_own_traits_and_those_of_its_case_also_when_given_again(script):
    found = script(NH1=["extended"], NH1_W=["pauses"])

    assert found.traits_of("NH1-W.2") == ["extended", "pauses"]
    assert found.traits_of("NH1-P") == found.traits_of("NH1") == ["extended"]
    assert found.having("extended") == ["NH1"]
    assert Script().traits_of("NH1-W") == []


@pytest.mark.django_db
def test_what_a_case_awaits_is_over_once_it_has_shown(script, at):
    at("2026-11-27 10:00")
    case = ApplicationFactory(number="NH1")
    found = script(NH1=["refused_once"])
    assert found.awaits("refused_once", case) and not found.awaits("extended", case)

    case.events.create(verb="permit.planned_again", actor_kind="system", at="2026-11-27T10:00:00Z")

    assert not found.awaits("refused_once", case)


def test_a_trait_is_played_step_by_step(script):
    crew = Crew(Line(), pace=0, script=script(NH1_W=["pauses"]))
    assert not crew.play(order(stage="survey"))

    assert crew.play(order())
    assert not crew.play(order())  # the pause has not come into being yet
    paused = {"status": "running", "is_counting": False, "pause": {"id": 7}, "holder": "applicant"}
    assert crew.play(order(milestones=[paused]))
    assert not crew.play(order(milestones=[paused]))

    assert [path for path, _body in crew.api.said] == ["orders/NH1-W/pauses", "orders/NH1-W/pauses/7/end"]
    assert crew.api.said[0][1]["evidence"] == 3


def test_what_is_refused_again_and_again_is_given_up(script):
    crew = Crew(Line(refuses=True), pace=0, script=script(NH1_W=["pauses"]))

    played = [crew.play(order()) for _try in range(MOST_REFUSALS + 1)]

    assert played == [True] * MOST_REFUSALS + [False]


def test_every_trait_occurs_several_times_in_fifty_cases():
    cases = [plan_case(index, seed=1) for index in range(50)]
    times = dict.fromkeys(TRAITS, 0)
    for case in cases:
        for codes in case.script("NH1").values():
            for code in codes:
                times[code] += 1

    assert {code for code, count in times.items() if count < 3} == set()
    assert cases == [plan_case(index, seed=1) for index in range(50)]


def test_traits_belong_to_the_case_or_to_one_of_its_orders():
    for scene in SCENES:
        assert set(scene.traits) <= {"", *scene.parts.split()}
        assert set(scene.parts.split()) <= set(PARTS)


@pytest.mark.parametrize("code", TRAITS)
def test_a_trait_is_shown_by_an_event_of_the_history(code):
    assert TRAITS[code].verb in SENTENCES
