"""The README's table of signals is complete."""

import re

import pytest
from django.conf import settings

FILES = sorted(settings.BASE_DIR.glob("*/signals.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_signal_has_a_row_in_the_readme(file):
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    signals = re.findall(r"^(\w+) = Signal\(\)", file.read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name in signals if f"| `{name}` |" not in readme] == []
