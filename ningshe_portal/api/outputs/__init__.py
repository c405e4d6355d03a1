"""What the API answers: its shapes, as they stand in the OpenAPI document."""

from .answers import Event, EventData, Events, Fault, Problem, Task, Tasks
from .clocks import Milestone, Pause
from .digs import Dig, DigOffer, Digs, InTrench, Stretch, TrenchStep
from .orders import Order, Orders, OrderSummary, PausedOrder, Report
from .papers import AskedPaper, File, Files, Material, Note, Paper, PaperRequest, Temporary, Urge
from .parties import Agent, Applicant, Network, Person, Town, Wishes
from .permits import Filing, Permit
from .plans import (
    DaysAgreed,
    Fee,
    Fees,
    OrderPlan,
    PlanPart,
    PlanStanding,
    Section,
    Sections,
    WayAlong,
    WorkStep,
)
from .visits import ChecklistItem, Visit

__all__ = [
    "Agent",
    "Applicant",
    "AskedPaper",
    "ChecklistItem",
    "DaysAgreed",
    "Dig",
    "DigOffer",
    "Digs",
    "Event",
    "EventData",
    "Events",
    "Fault",
    "Fee",
    "Fees",
    "File",
    "Files",
    "Filing",
    "InTrench",
    "Material",
    "Milestone",
    "Network",
    "Note",
    "Order",
    "OrderPlan",
    "OrderSummary",
    "Orders",
    "Paper",
    "PaperRequest",
    "Pause",
    "PausedOrder",
    "Permit",
    "Person",
    "PlanPart",
    "PlanStanding",
    "Problem",
    "Report",
    "Section",
    "Sections",
    "Stretch",
    "Task",
    "Tasks",
    "Temporary",
    "Town",
    "TrenchStep",
    "Urge",
    "Visit",
    "WayAlong",
    "Wishes",
    "WorkStep",
]
