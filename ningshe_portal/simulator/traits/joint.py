"""A provider leaves a joint step and joins it again, or goes on alone."""

from .trait import Step, Trait, at, say

WHY = "本单位人手安排不开"
LABELS = {"survey": "踏勘", "acceptance": "验收", "connection": "接通", "plan": "方案", "approval": "审批"}


def is_together(kind):
    return lambda order: at(kind)(order) and any(visit["kind"] == kind for visit in order["visits"])


def has_permits(order):
    return at("approval")(order) and bool(order["permits"])


def is_to_plan(order):
    return at("plan")(order) and bool(order["has_outside_works"]) and not order["plan"]


def leaves(kind, path, is_the_moment):
    """Out, and in again with the next step."""
    steps = (Step(is_the_moment, say(f"{path}/leave", reason=WHY)), Step(at(kind), say(f"{path}/join")))
    return Trait(f"退出联合{LABELS[kind]}后恢复", "order.rejoined", f'"stage": "{kind}"', steps)


def goes_alone(kind):
    step = Step(is_together(kind), say(f"visits/{kind}/leave", reason=WHY))
    return Trait(f"{LABELS[kind]}单独办理", "order.split_off", f'"stage": "{kind}"', (step,))


VISITS = ("survey", "acceptance", "connection")
TRAITS = {
    **{f"leaves_{kind}": leaves(kind, f"visits/{kind}", is_together(kind)) for kind in VISITS},
    **{f"alone_at_{kind}": goes_alone(kind) for kind in VISITS},
    "leaves_plan": leaves("plan", "plan", is_to_plan),
    "leaves_approval": leaves("approval", "permits", has_permits),
}
