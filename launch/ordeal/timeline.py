"""When which blow falls. Pure: seconds since the windows opened."""

from dataclasses import dataclass

OUTAGE_SECONDS = 5  # without the broker
DOWN_SECONDS = 1  # what whoever watches over the programs takes to start one again
TROUBLED_UNTIL = 0.7  # of the time the windows are open: then the failing providers recover
WINDOW_KILL, WEB_KILL = 0.25, 0.6


@dataclass(frozen=True, order=True)
class Blow:
    """``act`` is a method of the ordeal, ``target`` whom it hits; revived ``pause`` seconds later."""

    at: float
    act: str
    target: str
    pause: float = 0


def plan(seconds: float, *, kills: int, losses: int) -> list[Blow]:
    """Every blow in its order: two providers fail at once, and while they do all else is hit in turn."""
    return sorted(
        [
            Blow(0, "fail", "water"),
            Blow(0, "hang", "gas"),
            Blow(TROUBLED_UNTIL * seconds, "recover", "water"),
            Blow(TROUBLED_UNTIL * seconds, "recover", "gas"),
            Blow(WINDOW_KILL * seconds, "kill", "window", DOWN_SECONDS),
            Blow(WEB_KILL * seconds, "kill", "web", DOWN_SECONDS),
            *against_sending(seconds, kills, losses),
        ]
    )


def against_sending(seconds: float, kills: int, losses: int) -> list[Blow]:
    """At even distances, the broker's losses among the kills: what is down shall come up again."""
    count = kills + losses
    lost = {(2 * number + 1) * count // (2 * losses) for number in range(losses)}
    return [
        Blow((place + 0.5) / count * seconds, "kill", "broker", OUTAGE_SECONDS)
        if place in lost
        else Blow((place + 0.5) / count * seconds, "kill", "workers", DOWN_SECONDS)
        for place in range(count)
    ]


def revival(blow: Blow, fell_at: float) -> list[Blow]:
    """What follows from a blow that has just fallen."""
    return [Blow(fell_at + blow.pause, "revive", blow.target)] if blow.act == "kill" else []
