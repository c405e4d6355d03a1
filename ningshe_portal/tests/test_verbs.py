"""Tables of verbs are joined by their words: one that stands twice would hide the other."""

import pkgutil
from collections import Counter
from importlib import import_module

import pytest

from ningshe_portal.pages import case_verbs
from ningshe_portal.pages.window import verbs as desk_verbs


@pytest.mark.parametrize("package", [case_verbs, desk_verbs], ids=["case file", "desk"])
def test_every_word_of_every_module_is_in_the_table_once(package):
    modules = [
        import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)
    ]
    words = Counter(word for module in modules for word in module.VERBS)

    assert words == Counter(package.VERBS.keys())
