"""A paper at the counter: taken, handed on, given back and signed for; what is not given back is seen."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Material
from applications.paper_content import material_lines
from applications.services import (
    BadMaterial,
    erase_application,
    erase_dispensable,
    give_back_material,
    hand_on_material,
    note_paper,
)

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def original(application, clerk, at):
    at("2026-11-23 09:30")
    return note_paper(application, "ownership", medium="original", copies=2, pages=3, by=clerk)


def texts(application):
    return list(application.events.values_list("verb", "text"))


def test_a_paper_goes_its_way_and_every_step_is_in_the_history(application, original, clerk):
    hand_on_material(original, to="宁河供电公司 王工", by=clerk)
    give_back_material(original, to="李建国", signature="evidence/ab/cd.jpg", by=clerk)

    original.refresh_from_db()
    assert (original.taken_by, original.handed_to, original.given_back_to) == (
        clerk,
        "宁河供电公司 王工",
        "李建国",
    )
    assert original.signature == "evidence/ab/cd.jpg"
    paper = "房屋或土地权属证明（原件 2 份，3 页）"
    assert texts(application) == [
        ("material.taken", paper),
        ("material.handed_on", f"{paper} → 宁河供电公司 王工"),
        ("material.given_back", f"{paper} → 李建国"),
    ]


def test_an_original_is_held_until_it_is_given_back(application, original, clerk):
    note_paper(application, "mandate", medium="copy", copies=1, pages=None, by=clerk)
    held = list(Material.objects.held())

    give_back_material(original, to="李建国", by=clerk)

    assert (held, list(Material.objects.held())) == ([original], [])


def test_what_was_given_back_is_neither_given_nor_handed_on_again(original, clerk):
    give_back_material(original, to="李建国", by=clerk)

    for verb in (give_back_material, hand_on_material):
        with pytest.raises(BadMaterial):
            verb(original, to="他人", by=clerk)


def test_a_receipt_says_which_originals_the_window_keeps(application, original, clerk):
    assert material_lines(application)[2:] == ["房屋或土地权属证明 2 份（其中原件 2 份由窗口保管）"]


@pytest.mark.parametrize("erase", [lambda case: erase_dispensable(case, by=APPLICANT), erase_application])
def test_an_original_is_given_back_also_after_its_case_was_cleared(erase, clerk, at):
    at("2026-11-23 09:30")
    case = ApplicationFactory(status="withdrawn")
    original = note_paper(case, "ownership", medium="original", copies=1, pages=3, by=clerk)

    erase(case)

    assert list(Material.objects.held()) == [original]
    give_back_material(original, to="李建国", by=clerk)
    assert not Material.objects.held().exists()
