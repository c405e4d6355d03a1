"""Photos of a finding are printed on its paper; one that cannot be read never stops the paper."""

import re
from base64 import b64decode
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from PIL import Image

from applications.drawing import draw_paper
from applications.models import Paper
from common.files import full_path, store
from inspections.templatetags.photos import printed

from .conftest import TUESDAY, on

pytestmark = pytest.mark.django_db
PICTURE = 'src="data:image/jpeg;base64,'


def photo(size=(1600, 1200), kind="JPEG", mode="RGB"):
    """A stored picture; each of another size is another file."""
    content = BytesIO()
    Image.new(mode, size, "orange" if mode.startswith("RGB") else 120).save(content, kind)
    return store(content.getvalue(), "photos", ".jpg")[0]


@pytest.fixture
def surveyed(two, come, find):
    """The paper of a joint survey of which water took these photos, as it is handed to the printer."""

    def surveyed(photos):
        come(*two)
        find(two[0], at=on(TUESDAY, 10), photos=photos)
        find(two[1], at=on(TUESDAY, 11))
        return Paper.objects.get(kind="survey")

    return surveyed


def page_of(paper):
    return render_to_string("inspections/pdf/survey.html", {"paper": paper, "content": paper.content})


@pytest.mark.parametrize(("taken", "pictures", "more"), [(0, 0, []), (1, 1, []), (7, 6, ["另有 1 张"])])
def test_the_first_six_are_printed_and_the_others_counted(taken, pictures, more, surveyed):
    page = page_of(surveyed([photo((100 + number, 80)) for number in range(taken)]))

    assert (page.count(PICTURE), page.count("<figcaption>"), re.findall("另有 . 张", page)) == (
        pictures,
        pictures,
        more,
    )


def test_one_that_cannot_be_read_is_said_and_the_paper_is_drawn(surveyed):
    broken, gone = store(b"\xff\xd8\xff no picture", "photos", ".jpg")[0], "photos/00/gone.jpg"
    paper = surveyed([broken, photo(), gone])

    draw_paper(paper)

    page = page_of(paper)
    assert (page.count("此照片未能打印"), page.count(PICTURE), bool(paper.file)) == (2, 1, True)


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "1")]
)
def test_a_photo_is_made_small_whatever_its_colours(kind, mode):
    path = photo((3000, 4000), kind, mode)

    picture = Image.open(BytesIO(decoded(printed(path))))

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (480, 640))


def decoded(address):
    return b64decode(address.partition("base64,")[2])


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("rest", [0, 3, 40, 600])
def test_a_file_cut_off_anywhere_is_no_picture_and_no_error(kind, rest):
    path = full_path(photo((900, 700), kind))
    path.write_bytes(path.read_bytes()[:rest])

    assert printed(path) == ""


def test_what_is_no_photo_at_all_is_not_printed():
    assert printed(store(b"%PDF-1.7 ...", "photos", ".pdf")[0]) == ""
