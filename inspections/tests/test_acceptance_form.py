"""What the form of an acceptance marks, before the service says it in a sentence."""

import pytest

from inspections.checklists import checklist_for
from inspections.forms import AcceptanceForm

from .conftest import WEDNESDAY, on, stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("outcome", "marked"),
    [("reached", {"check_pressure", "check_room"}), ("failed", {"to_mend"})],
)
def test_the_form_marks_what_stands_in_the_way(outcome, marked, accepting, at):
    gas = accepting("gas", wishes=())["gas"]
    at(on(WEDNESDAY))
    answers = {f"check_{item.code}": "yes" for item in checklist_for(gas.request)}
    wrong = {"outcome": outcome} | answers | {"check_pressure": "no", "check_room": ""}

    form = AcceptanceForm(wrong, milestone=stage(gas, "acceptance"))

    assert {name for name in form.errors if name.startswith(("check_", "to_mend"))} == marked
