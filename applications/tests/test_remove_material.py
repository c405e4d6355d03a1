import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import APPLICANT
from applications.services import note_paper, remove_material
from applications.uploads import add_material

from .factories import DraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def material():
    return add_material(DraftFactory(), "identity", SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF"))


def test_removing_marks_the_row_and_is_recorded_once(material):
    remove_material(material, by=APPLICANT)
    remove_material(material, by=APPLICANT)

    material.refresh_from_db()
    assert material.removed_at is not None
    assert [event.verb for event in material.application.events.all()] == [
        "material.added",
        "material.removed",
    ]


def test_a_file_taken_back_can_be_added_again(material):
    remove_material(material, by=APPLICANT)

    again = add_material(material.application, "identity", SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF"))

    assert again.pk != material.pk


def test_what_the_window_took_or_scanned_is_not_the_applicants_to_take_away(clerk):
    draft = DraftFactory()
    scan = add_material(draft, "signed_form", SimpleUploadedFile("a.pdf", b"%PDF-1.7\n1%%EOF"), by=clerk)
    paper = note_paper(draft, "ownership", medium="original", copies=1, pages=1, by=clerk)

    for material in (scan, paper):
        remove_material(material)

    assert set(draft.materials.present()) == {scan, paper}
