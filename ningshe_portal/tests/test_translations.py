import gettext
import re

import pytest
from django.conf import settings

CATALOGUES = sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.po"))
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|<[^>]+>")


def text(lines):
    """What the quoted lines of a catalogue say."""
    joined = "".join(line[1:-1] for line in lines.splitlines())
    return joined.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def entries(catalogue):
    return {text(source): text(target) for source, target in ENTRY.findall(catalogue.read_text())}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_is_written(catalogue):
    """After an edit run ``manage.py compilemessages``."""
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)

    missed = [source for source, target in entries(catalogue).items() if target != catalog.gettext(source)]

    assert missed == [source for source in missed if source == ""]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_every_placeholder(catalogue):
    broken = [
        source
        for source, target in entries(catalogue).items()
        if target and source and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(target))
    ]

    assert broken == []
