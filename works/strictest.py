"""Which of several words on one stretch of road stands: the one that asks for more permits. Pure."""

# A road before green land, green land before bare earth.
SURFACES = ("earth", "green", "brick", "concrete", "asphalt")


def first(values):
    return values[0]


RULES = {
    "metres": max,
    "surface": lambda values: max(values, key=SURFACES.index),
    "green_m2": max,
    "trees_to_move": max,
    "trees_to_fell": max,
    "is_river": any,
    "is_wetland": any,
    "is_highway": any,
    "is_inside_plot": all,
    "built_on": max,
    "overhauled_on": max,
    "dig_cost": first,
    "road_cost": first,
    "green_cost": first,
}
# On these it depends which permits are needed.
DECIDING = tuple(name for name in RULES if name != "metres" and not name.endswith("_cost"))


def strictest(words):
    """What stands of each fact, None where nobody has said. ``words``: rows with these facts, the oldest first."""
    said = {name: [getattr(word, name) for word in words] for name in RULES}
    known = {name: [value for value in values if value is not None] for name, values in said.items()}
    return {name: RULES[name](values) if values else None for name, values in known.items()}


def list_differences(word, stands):
    """The deciding facts that ``word`` says otherwise than what ``stands``; what it does not know is none."""
    return [name for name in DECIDING if getattr(word, name) not in (None, getattr(stands, name))]
