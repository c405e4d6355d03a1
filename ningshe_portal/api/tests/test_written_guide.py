"""Whoever writes a provider's system finds in docs/api.md what is pushed, what may be said and what is answered."""

import ast
import re

import pytest
from django.conf import settings

from utilities.push import SMS_TEXTS

from . import keeping

GUIDE = (settings.BASE_DIR / "docs/api.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"\w+", GUIDE))
SMS_ONLY = {"note.written"}  # a system hears of a note by ``order.amended``
BY_LEVEL = {"milestone.due_soon", "milestone.overdue", "ping"}  # of an alert and of an endpoint
TOLD_BY = ("tell_provider", "tell_one")


def pushed():
    """Every type a system is told of: what has an SMS for those without, and what stands in the calls that tell."""
    files = [path for path in settings.BASE_DIR.glob("*/**/*.py") if not {"tests", ".venv"} & set(path.parts)]
    literal = {kind for path in files if "tell_" in (text := path.read_text()) for kind in literals(text)}
    return (set(SMS_TEXTS) - SMS_ONLY) | BY_LEVEL | literal


def literals(text):
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    told = [call.args for call in calls if getattr(call.func, "id", "") in TOLD_BY]
    constants = [arg.value for args in told for arg in args if isinstance(arg, ast.Constant)]
    return {value for value in constants if "." in str(value)}


def fields():
    """Each with the shape it is of."""
    shapes = keeping.document()["components"]["schemas"]
    return [(name, field) for name, shape in shapes.items() for field in shape.get("properties", ())]


@pytest.mark.parametrize("kind", sorted(pushed()))
def test_every_event_has_its_line(kind):
    rows = [line.split("|")[1] for line in GUIDE.splitlines() if line.startswith("| `")]

    assert any(f"`{kind}`" in row for row in rows)


def test_every_field_is_named():
    assert [f"{shape}.{field}" for shape, field in fields() if field not in WORDS] == []


def test_every_parameter_is_named():
    calls = [call for row in keeping.document()["paths"].values() for call in row.values()]
    names = {said["name"] for call in calls for said in call["parameters"] if said["in"] == "query"}

    assert names - WORDS == set()
