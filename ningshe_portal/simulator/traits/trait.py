"""A trait of a case or an order: what happens to it besides its usual way, and which event shows that it did."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from ..conduct import before_report, moment_of, running_stage, stage_report

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Step:
    """``act(api, order)`` is done once, when ``when(order)`` is so."""

    when: Callable
    act: Callable


@dataclass(frozen=True)
class Trait:
    """``verb``: of the event that shows it; ``words``: of its text or details, where the verb alone says too little.

    ``steps``: what the crew does, one after the other; none where the applicant, the office or an officer does it.
    """

    label: str
    verb: str
    words: str = ""
    steps: tuple = ()


def at(*stages):
    """The order is at one of these stages."""
    return lambda order: order["status"] == "open" and order["stage"] in stages


def ready_for(stage):
    """Nothing comes before the report of this stage any more."""
    return lambda order: at(stage)(order) and before_report(order, stage) is None


def say(path, **body):
    """A call about the order that always says the same."""
    return lambda api, order: api.post(f"orders/{order['number']}/{path}", body)


def report(api, order, **said):
    """The usual report of the running stage with something else in it."""
    usual = stage_report(order, order["stage"], moment_of(order))
    return api.post(f"orders/{order['number']}/milestones/{order['stage']}", usual | said)


def reported(**said):
    return lambda api, order: report(api, order, **said)


def attach(api, order, name):
    """A picture for the order; its id."""
    answer = api.upload(f"orders/{order['number']}/files", f"{name}.png", PICTURE)
    return answer["files"][0]["id"]


def is_counting(order):
    return running_stage(order)["is_counting"]
