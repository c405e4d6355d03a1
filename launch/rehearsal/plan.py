"""What was to happen in a rehearsal, and whether it did. Pure: rows in, sentences out."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """As the portal's part of the rehearsal says it.

    ``ends``: the status each case is to end in. ``script``: the traits of a case, or of an order by its number.
    ``proofs``: for each trait its name, the verb of the event that shows it, and words of that event.
    """

    ends: dict
    script: dict
    proofs: dict

    def planned(self) -> Counter:
        return Counter(trait for traits in self.script.values() for trait in traits)

    def shown(self, events) -> Counter:
        """In how many of the cases that were to have it each trait has shown."""
        by_case = {}
        for row in events:
            by_case.setdefault(row["case_number"], []).append(row)
        cases = Counter()
        for number, traits in self.script.items():
            rows = by_case.get(number.partition("-")[0], ())
            cases.update(trait for trait in traits if self.is_shown(trait, rows))
        return cases

    def is_shown(self, trait, rows) -> bool:
        _label, verb, words = self.proofs[trait]
        return any(row["verb"] == verb and words in row["words"] for row in rows)

    def missing(self, shown) -> list[str]:
        """What was planned and never happened."""
        return [self.proofs[trait][0] for trait in sorted(self.planned()) if not shown[trait]]

    def describe(self, shown) -> list[str]:
        rows = self.planned().items()
        return ["情形（发生／安排）："] + [
            f"  {shown[trait]:>3} / {times:<3} {self.proofs[trait][0]}" for trait, times in sorted(rows)
        ]


def describe_verbs(events, plan) -> list[str]:
    """Everything that was recorded of the cases, with how often."""
    verbs = Counter(row["verb"] for row in events if row["case_number"] in plan.ends)
    rows = [f"{verb} {times}" for verb, times in sorted(verbs.items())]
    return ["办理记录：", *("  " + "，".join(rows[first : first + 6]) for first in range(0, len(rows), 6))]
