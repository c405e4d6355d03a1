"""The figures of an ordeal. Pure."""

from collections import Counter

TROUBLED = ("water", "gas")  # the providers that fail and hang
# Down, up again on a busy machine, until the next sweep, and the queue that has grown meanwhile.
LATEST_SECONDS = 45
AFTERSHOCK_SECONDS = 20  # a blow is felt until the program is up and the next sweep is done


def spread(seconds: list[float]) -> dict:
    """Median, 95th percentile and worst, in seconds."""
    if not seconds:
        return {"count": 0}
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        "median": round(ordered[len(ordered) // 2], 3),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 3),
        "max": round(ordered[-1], 3),
    }


def delivery_times(rows: dict, books) -> list[tuple[float, float]]:
    """For each order of a healthy provider: when it was made, and the seconds until its system had it."""
    first = {arrival.order: arrival.at for arrival in books if arrival.type == "order.created"}
    return [
        (order["created_at"], first[order["number"]] - order["created_at"])
        for order in rows["orders"]
        if order["provider"] not in TROUBLED and order["number"] in first
    ]


def too_late(times: list[tuple[float, float]]) -> list[float]:
    """How long those waited that a healthy provider heard of too late."""
    return [round(seconds, 1) for _made, seconds in times if seconds > LATEST_SECONDS]


def shaken(blows: list[dict], opened_at: float) -> list[tuple[float, float]]:
    """From when to when workers or broker were gone or had just come back, in seconds since 1970."""
    began, spans = {}, []
    for blow in blows:
        if blow["target"] not in ("workers", "broker"):
            continue
        if blow["act"] == "kill":
            began[blow["target"]] = opened_at + blow["began"]
        else:
            spans.append((began.pop(blow["target"]), opened_at + blow["ended"] + AFTERSHOCK_SECONDS))
    return spans


def split_times(times, spans):
    """The seconds of what was made while something was down, and of the rest."""
    during = [seconds for made, seconds in times if any(start <= made <= end for start, end in spans)]
    calm = [seconds for made, seconds in times if not any(start <= made <= end for start, end in spans)]
    return during, calm


def count_messages(rows: dict, books) -> dict:
    return {
        "messages": len(rows["messages"]),
        "claims": sum(row["attempts"] for row in rows["messages"]),
        "outcomes": rows["attempts"],
        "received": sum(arrival.times for arrival in books),
        "duplicates": sum(arrival.times - 1 for arrival in books),
        "duplicates_by_provider": dict(
            Counter(arrival.provider for arrival in books for _ in range(arrival.times - 1))
        ),
    }
