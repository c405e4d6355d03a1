"""What every template must keep to, so that the strict content policy and the rules of style hold."""

import re

import pytest
from django.conf import settings


def is_partial(found):
    """``_base.html`` is a page to be extended, not a part to be included."""
    return found.name.startswith("_") and found.name != "_base.html"


OWN = ["templates", "*/templates"]
TEMPLATES = sorted(
    found
    for pattern in OWN
    for folder in settings.BASE_DIR.glob(pattern)
    if folder.parts[-2] not in {"var", ".venv"}
    for found in folder.rglob("*.html")
)
# Papers and mails are no pages: WeasyPrint and mail programs know no content policy.
PAGES = [found for found in TEMPLATES if not {"pdf", "mail"} & set(found.parts)]
SHARED = [found for found in PAGES if found.parent.name == "components" or is_partial(found)]
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style"),
    "inline script": re.compile(r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))"),
    "handler in an attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']|hx-on|javascript:"),
    "something from outside": re.compile(r"(src|href)\s*=\s*[\"'](https?:)?//"),
}


def name(found):
    return str(found.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("found", PAGES, ids=name)
def test_a_page_needs_no_exception_from_the_content_policy(found):
    text = found.read_text()

    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("found", SHARED, ids=name)
def test_a_part_of_a_page_begins_by_saying_what_it_is_and_needs(found):
    first = found.read_text().splitlines()[0]

    assert re.fullmatch(r"\{# .+ #\}", first)
    assert "Needs" in first
