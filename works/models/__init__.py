"""Plans, roads, fees: how the works of a case are to be done, where, and at whose cost."""

from .fees import Fee, FeeKind, Payer
from .plans import PartStatus, Plan, PlanPart, PlanStatus, PlanStep, Step, WorkStep
from .roads import Method, RoadSection, Route, Surface

__all__ = [
    "Fee",
    "FeeKind",
    "Method",
    "Payer",
    "PartStatus",
    "Plan",
    "PlanPart",
    "PlanStatus",
    "PlanStep",
    "RoadSection",
    "Route",
    "Step",
    "Surface",
    "WorkStep",
]
