"""When which blow falls. Pure: seconds since the windows opened."""

from dataclasses import dataclass

OUTAGE_SECONDS = 5  # without the broker
DOWN_SECONDS = 1  # what whoever watches over the programs takes to start one again
TROUBLED_UNTIL = 0.7  # of the time the windows are open: then the failing providers recover
WINDOW_KILL, WEB_KILL = 0.25, 0.6


@dataclass(frozen=True, order=True)
class Blow:
    """``act`` names a method of the ordeal, ``target`` whom it hits; revived ``pause`` seconds after it fell."""

    at: float
    act: str
    target: str
    pause: float = 0


def plan(seconds: float, *, kills: int, losses: int) -> list[Blow]:
    """Every blow in its order: two providers fail at once, and while they do all else is hit in turn."""
    blows = [
        Blow(0, "fail", "water"),
        Blow(0, "hang", "gas"),
        Blow(TROUBLED_UNTIL * seconds, "recover", "water"),
        Blow(TROUBLED_UNTIL * seconds, "recover", "gas"),
        Blow(WINDOW_KILL * seconds, "kill", "window", DOWN_SECONDS),
        Blow(WEB_KILL * seconds, "kill", "web", DOWN_SECONDS),
    ]
    for number in range(kills):
        blows.append(Blow((number + 0.5) / kills * seconds, "kill", "workers", DOWN_SECONDS))
    for number in range(losses):
        blows.append(Blow((number + 1) / (losses + 1) * seconds, "kill", "broker", OUTAGE_SECONDS))
    return sorted(blows)


def revival(blow: Blow, fell_at: float) -> list[Blow]:
    """What follows from a blow that has just fallen."""
    return [Blow(fell_at + blow.pause, "revive", blow.target)] if blow.act == "kill" else []
