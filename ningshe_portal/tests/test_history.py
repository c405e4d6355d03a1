"""Every verb the code records has a sentence; a new one without is found here."""

import ast

import pytest
from django.conf import settings

from applications.models import RequestStatus, Status
from milestones.models import Outcome
from ningshe_portal.pages.history import SENTENCES, sentence

# What stands for the braces of an f-string, by its name.
POSSIBLE = {
    "application": {"status": {Status.FINISHED, Status.WITHDRAWN, Status.TERMINATED}},
    "request": {"status": set(RequestStatus) - {RequestStatus.PENDING, RequestStatus.OPEN}},
    "milestone": {"outcome": set(Outcome)},
}
RECORDERS = {"record", "record_many", "event_fields", "_record_span", "_follow"}
RECORDERS |= {"_write_meeting", "_change_list"}


def sources():
    for package in settings.BASE_DIR.glob("*/__init__.py"):
        for path in package.parent.rglob("*.py"):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield ast.parse(path.read_text(encoding="utf-8"))


def recorded_verbs():
    """Each verb given to a function that writes history, variables and f-strings spelt out."""
    for tree in sources():
        values = assigned_values(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node.func) in RECORDERS:
                for argument in node.args:
                    yield from spell_out(argument, values)


def assigned_values(tree):
    values = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    return values


def name_of(func):
    return getattr(func, "attr", getattr(func, "id", ""))


def spell_out(node, values):
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
        yield node.value
    if isinstance(node, ast.JoinedStr):
        noun = node.values[0].value.rstrip(".")
        yield from (f"{noun}.{value}" for value in POSSIBLE[noun][node.values[1].value.id])
    if isinstance(node, ast.IfExp):
        yield from spell_out(node.body, {})
        yield from spell_out(node.orelse, {})
    if isinstance(node, ast.Name):
        for value in values.get(node.id, []):
            yield from spell_out(value, {})


def test_the_code_is_read_at_all():
    well_known = {"application.accepted", "application.corrected", "request.connected", "order.to_telephone"}

    assert well_known - set(recorded_verbs()) == set()


def test_every_verb_the_code_records_has_a_sentence():
    assert set(recorded_verbs()) - set(SENTENCES) == set()


@pytest.mark.parametrize("verb", SENTENCES)
def test_every_sentence_can_be_said_without_detail(verb):
    assert "%" not in sentence(verb, {})


def test_a_stage_is_called_by_its_name():
    assert sentence("milestone.reached", {"stage": "survey"}) == "“踏勘”环节已完成"


def test_a_new_due_date_is_told():
    assert sentence("milestone.redated", {"stage": "plan", "to": "2027-01-08"}) == (
        "工作日历调整，“方案”环节截止日期重新计算：2027-01-08"
    )
