"""What the cases of a rehearsal are: a table of scenes played one after the other, and what a seed adds to each."""

import random
from dataclasses import dataclass

from ningshe_portal.simulator.traits import TRAITS

PARTS = {
    "W": ("water", ""),
    "P": ("power", ""),
    "G": ("gas", ""),
    "N1": ("network", "mobile"),
    "N2": ("network", "unicom"),
    "N3": ("network", "telecom"),
}
WISHES = {
    "survey": "wants_joint_survey",
    "works": "wants_joint_works",
    "acceptance": "wants_joint_acceptance",
    "connection": "wants_joint_connection",
    "permits": "entrusts_permits",
}
ALL = " ".join(WISHES)
VISITS = "survey acceptance connection"
A_WISH_MORE = 0.25
LARGE, SMALL = (30, 60, 120), (5, 8)  # with works outside, and without


@dataclass(frozen=True)
class Scene:
    """``traits``: by part, '' for the case. ``wishes``: what it needs; chance adds some. ``road``: shared with whom."""

    parts: str
    wishes: str
    traits: dict
    demands: tuple = LARGE
    road: str = ""


# A trait that needs a neighbour in the trench, or a second scene of the same road, has it beside it.
SCENES = (
    Scene(
        "W P G", ALL, {"": "refused_once", "W": "full_findings fees", "P": "leaves_approval", "G": "steps"}
    ),
    Scene("W G", "works permits", {"": "shares_road", "W": "pauses fees"}, road="一号路段"),
    Scene("P G", "works", {"": "extended", "P": "steps", "G": "proves_later"}, road="一号路段"),
    Scene("W P", "works permits", {"": "special_procedure", "P": "declines_offer"}, road="一号路段"),
    Scene("W P N2", ALL, {"": "withdraws_network", "W": "does_not_come", "P": "counters emergency"}),
    Scene("W P", "works permits", {"": "asks_government", "W": "leaves_trench", "P": "asks_paper"}),
    Scene("W N1", "permits", {"": "goes_trenchless", "W": "steps drops_fee fees"}),
    Scene("G", "permits", {"": "goes_around", "G": "fails_acceptance full_findings"}),
    Scene("P", "permits", {"": "waits_first rates_badly", "P": "changes_plan fees"}),
    Scene("W P G N3", ALL, {"": "sends_plan_back wishes_day", "W": "leaves_plan", "G": "digs_alone"}),
    Scene("W P G", "works", {"": "withdraws_case"}),
    Scene(
        "W P G",
        VISITS,
        {"W": "leaves_survey", "P": "leaves_acceptance", "G": "leaves_connection fails_acceptance"},
        SMALL,
    ),
    Scene(
        "W P G",
        VISITS,
        {"W": "alone_at_survey hands_over", "P": "alone_at_acceptance nobody_in", "G": "alone_at_connection"},
        SMALL,
    ),
    Scene(
        "W G N1",
        "acceptance",
        {"": "rates_badly", "W": "returned", "G": "applicant_mends", "N1": "unavailable"},
        SMALL,
    ),
    Scene("W P N3", "survey", {"": "cancels_visit", "P": "full_findings"}, SMALL),
    Scene("W P G N1 N2 N3", ALL, {"W": "emergency", "G": "applicant_mends", "N1": "full_findings"}),
)


@dataclass(frozen=True)
class Case:
    """One case of the plan: what is applied for, what is wished, and the traits of its parts."""

    parts: list
    wishes: list
    demand: int
    traits: dict
    road: str

    def script(self, number):
        """The traits by number: of the case, and of each order as it is going to be called."""
        return {"-".join(filter(None, (number, part))): codes.split() for part, codes in self.traits.items()}

    @property
    def end(self):
        return "withdrawn" if "withdraws_case" in self.traits.get("", "") else "finished"


def plan_case(index, seed):
    """The same for the same seed; each round of the scenes has its own roads."""
    scene = SCENES[index % len(SCENES)]
    chance = random.Random(f"{seed}:{index}")  # noqa: S311
    needed = scene.wishes.split()
    wishes = [name for name in WISHES if name in needed or chance.random() < A_WISH_MORE]
    round_number = index // len(SCENES) + 1
    return Case(
        parts=scene.parts.split(),
        wishes=wishes,
        demand=chance.choice(scene.demands),
        traits=scene.traits,
        road=scene.road and f"{scene.road}第 {round_number} 段",
    )


def proofs():
    """For each trait: its name, the event that shows it, and words of that event."""
    return {code: (trait.label, trait.verb, trait.words) for code, trait in TRAITS.items()}
