"""Plans, roads, fees: how the works of a case are to be done, where, and at whose cost."""

from .digs import (
    Dig,
    DigKind,
    DigNews,
    DigNewsKind,
    DigOffer,
    DigParty,
    DigStatus,
    DigTerm,
    DigTermKind,
    OfferStatus,
    PartyRole,
    TermUnit,
)
from .fees import Fee, FeeKind, Payer
from .plans import PartStatus, Plan, PlanPart, PlanStatus, PlanStep, Step, WorkStep
from .roads import Method, RoadSection, Route, SectionWord, Surface

__all__ = [
    "Dig",
    "DigKind",
    "DigNews",
    "DigNewsKind",
    "DigOffer",
    "DigParty",
    "DigStatus",
    "DigTerm",
    "DigTermKind",
    "Fee",
    "FeeKind",
    "Method",
    "Payer",
    "OfferStatus",
    "PartStatus",
    "PartyRole",
    "Plan",
    "PlanPart",
    "PlanStatus",
    "PlanStep",
    "RoadSection",
    "Route",
    "SectionWord",
    "Step",
    "Surface",
    "TermUnit",
    "WorkStep",
]
