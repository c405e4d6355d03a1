"""Scenes of the rehearsal from acceptance to their end, in one thread: whatever was planned shows in the history."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actors import SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Application, Event
from common import clock
from launch.rehearsal.plan import Plan
from milestones.tests.factories import demo_limits
from ningshe_portal.rehearsal import intake, scenes
from ningshe_portal.roles import sync_roles
from ningshe_portal.simulator.client import Refused
from ningshe_portal.simulator.crew import Crew
from ningshe_portal.simulator.people import People
from ningshe_portal.simulator.script import Script
from utilities.models import WorkOrder
from utilities.services import issue_api_key
from utilities.tests.factories import six_providers
from works.tasks import settle_trenches

pytestmark = pytest.mark.django_db
MOST_ROUNDS = 60
FIVE_MINUTES = timedelta(minutes=5)


class Line:
    """The API as a crew uses it, without a network: answers as JSON, refusals raised."""

    def __init__(self, provider):
        _row, key = issue_api_key(provider, label="模拟", by=SYSTEM)
        self.client = Client(headers={"Authorization": f"Bearer {key}"})

    def get(self, path, **query):
        return read(self.client.get(f"/api/v1/{path}", query))

    def post(self, path, body=None):
        return read(self.client.post(f"/api/v1/{path}", json.dumps(body or {}), "application/json"))

    def upload(self, path, name, content):
        return read(self.client.post(f"/api/v1/{path}", {"files": [SimpleUploadedFile(name, content)]}))


def read(response):
    said = json.loads(response.content)
    if response.status_code >= 400:
        raise Refused(response.status_code, said)
    return said


@pytest.fixture
def play(at, settings, tmp_path, monkeypatch):
    """``play(9, 10)``: these scenes at once, to their end; what was planned."""
    settings.VAR_DIR = tmp_path
    at("2026-11-23 09:00")
    demo_limits()
    sync_roles()
    for name in ("clerk", "office", "permits", "supervisor"):
        UserFactory(username=name)
    script = Script(tmp_path / intake.SCRIPT)
    crews = {provider: Crew(Line(provider), pace=0, script=script) for provider in six_providers()}
    people = People(pace=0, script=script)

    def play(*chosen):
        monkeypatch.setattr(scenes, "SCENES", [scenes.SCENES[index] for index in chosen])
        plan = Plan(**intake.take_in(len(chosen), seed=1))
        for _round in range(MOST_ROUNDS):
            at(clock.now() + FIVE_MINUTES)
            for order in WorkOrder.objects.living().select_related("provider").order_by("pk"):
                crews[order.provider].step(order.number)
            answer_tasks(crews)
            people.do_all()
            settle_trenches()
            if not plan.missing(plan.shown(events())) and not WorkOrder.objects.living().exists():
                break
        return plan

    return play


def answer_tasks(crews):
    for crew in crews.values():
        for task in crew.api.get("tasks", status="open")["tasks"]:
            crew.api.post(f"tasks/{task['number']}/answer", {"answer": "已致歉", "handler": "值班员"})


def events():
    return [
        {
            "case_number": event.application.number,
            "verb": event.verb,
            "words": f"{event.text} {json.dumps(event.detail)}",
        }
        for event in Event.objects.select_related("application")
    ]


@pytest.mark.parametrize("chosen", [(6,), (12,)])
def test_every_trait_of_a_scene_happens_and_the_case_ends_as_planned(play, chosen):
    plan = play(*chosen)

    assert {row.number: row.status for row in Application.objects.all()} == plan.ends
    assert plan.missing(plan.shown(events())) == []
