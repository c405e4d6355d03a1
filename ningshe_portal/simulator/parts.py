"""What a crew says of its part of the plan."""

from datetime import timedelta

ON_THE_TABLE = ("given", "presented", "confirmed")
LENGTHS = {"water": 80, "gas": 60, "power": 100, "network": 90}  # metres
METHODS = {"network": "existing_duct"}
DAYS_AHEAD = 10
BUILT_ON = "2015-09-01"  # long enough ago to be dug up


def lies_on_the_table(order):
    """Whether others are to act: the applicant, or who has not given his part."""
    return bool(order["plan"]) and order["plan"]["status"] in ON_THE_TABLE


def plan_part(order, today):
    """A plausible part: all come along the road in front of the plot, each for a length of its own."""
    metres = LENGTHS[order["service"]]
    section = {
        "street": f"{order['town']['name']}主干路",
        "from_point": "接入点",
        "to_point": order["address"][:60],
        "metres": max(LENGTHS.values()),
        "surface": "asphalt",
        "built_on": BUILT_ON,
        "dig_cost": 180,
        "road_cost": 260,
    }
    route = {"new_section": section, "method": METHODS.get(order["service"], "open_cut"), "metres": metres}
    return {
        "text": f"由{section['street']}已有管线接入，敷设 {metres} 米。",
        "routes": [route],
        "provider_cost": metres * 320,
        "boundary": "用地红线",
        "days": 6,
        **planned_days(today + timedelta(days=DAYS_AHEAD), opens=route["method"] == "open_cut"),
    }


def planned_days(first, *, opens):
    """One step after the other, two days each."""
    steps = ("excavation", "construction", "backfill") if opens else ("construction",)
    days = {}
    for place, step in enumerate(steps):
        begin = first + timedelta(days=2 * place)
        end = begin + timedelta(days=1)
        days[step] = {"starts_on": begin.isoformat(), "ends_on": end.isoformat()}
    return days
