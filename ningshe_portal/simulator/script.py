"""Which traits the cases and orders of a rehearsal have, read from the file it writes; without one nobody has any."""

import json
from contextlib import suppress
from pathlib import Path

from .traits import TRAITS


class Script:
    """``path``: a JSON file, codes of traits by number of a case or an order; it may come and change at any time."""

    def __init__(self, path=None):
        self.path = path and Path(path)
        self.read_at, self.parts = None, {}

    def traits_of(self, number):
        """Of a case its own; of an order those of its case as well. An order that was given again keeps them."""
        self.read()
        order = number.partition(".")[0]
        case = order.partition("-")[0]
        return [code for key in dict.fromkeys((case, order)) for code in self.parts.get(key, ())]

    def read(self):
        if self.path is None:
            return
        with suppress(FileNotFoundError):
            changed_at = self.path.stat().st_mtime_ns
            if changed_at != self.read_at:
                self.parts, self.read_at = json.loads(self.path.read_text()), changed_at

    def having(self, code):
        """The numbers of the cases with this trait."""
        self.read()
        return [number for number, codes in self.parts.items() if code in codes and "-" not in number]

    def awaits(self, code, application):
        """Whether the case has this trait and it has not shown yet."""
        if code not in self.traits_of(application.number):
            return False
        trait = TRAITS[code]
        return not application.events.filter(verb=trait.verb, text__contains=trait.words).exists()


def write(path, parts):
    """Replace the file at once: who reads it sees the old or the new one."""
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps(parts, indent=1))
    unfinished.replace(path)
