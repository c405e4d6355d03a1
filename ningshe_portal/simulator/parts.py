"""What a crew says of its part of the plan."""

from datetime import timedelta

ON_THE_TABLE = ("given", "presented", "confirmed")
LENGTHS = {"water": 80, "gas": 60, "power": 100, "network": 90}  # metres
METHODS = {"network": "existing_duct"}
DAYS_AHEAD = 10
# Long enough ago to be dug up, and too lately.
OLD_ROAD = {"street": "主干路", "built_on": "2015-09-01"}
NEW_ROAD = {"street": "新建路", "built_on": "2025-06-01"}


def lies_on_the_table(order):
    """Whether others are to act: the applicant, or who has not given his part."""
    return bool(order["plan"]) and order["plan"]["status"] in ON_THE_TABLE


def is_before_applicant(order):
    """Whether a part given anew waits for its yes."""
    return bool(order["plan"]) and order["plan"]["status"] in ("given", "presented")


def plan_part(order, today, *, road=OLD_ROAD, method=None):
    """A plausible part: all come along the road in front of the plot, each for a length of its own."""
    metres = LENGTHS[order["service"]]
    section = {
        "street": f"{order['town']['name']}{road['street']}",
        "from_point": "接入点",
        "to_point": order["address"][:60],
        "metres": max(LENGTHS.values()),
        "surface": "asphalt",
        "built_on": road["built_on"],
        "dig_cost": 180,
        "road_cost": 260,
    }
    method = method or METHODS.get(order["service"], "open_cut")
    return {
        "text": f"由{section['street']}已有管线接入，敷设 {metres} 米。",
        "routes": [{"new_section": section, "method": method, "metres": metres}],
        "provider_cost": metres * 320,
        "boundary": "用地红线",
        "safety": "与其他管线的净距按《城市工程管线综合规划规范》执行",
        "days": 6,
        **planned_days(today + timedelta(days=DAYS_AHEAD), opens=method == "open_cut"),
    }


def other_part(order, today, way):
    """The part that does not open the protected road: under it, or along another one."""
    if way == "trenchless":
        return plan_part(order, today, road=NEW_ROAD, method="drilling")
    return plan_part(order, today)


def planned_days(first, *, opens):
    """One step after the other, two days each."""
    steps = ("excavation", "construction", "backfill") if opens else ("construction",)
    days = {}
    for place, step in enumerate(steps):
        begin = first + timedelta(days=2 * place)
        end = begin + timedelta(days=1)
        days[step] = {"starts_on": begin.isoformat(), "ends_on": end.isoformat()}
    return days
