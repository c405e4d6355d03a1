"""What the supervisors watch: complaints, ratings, what is agreed at meetings and found at inspections."""

from .complaints import Complaint, ComplaintKind, ComplaintStatus
from .duties import Duty, DutyKind, DutyStatus, DutyStep, MendingTerm, Owner, StepKind, TermCode
from .group import Inspection, Meeting, MeetingStatus
from .ratings import BAD, About, Grade, Rating, RatingChannel

__all__ = [
    "BAD",
    "About",
    "Complaint",
    "ComplaintKind",
    "ComplaintStatus",
    "Duty",
    "DutyKind",
    "DutyStatus",
    "DutyStep",
    "Grade",
    "Inspection",
    "Meeting",
    "MeetingStatus",
    "MendingTerm",
    "Owner",
    "Rating",
    "RatingChannel",
    "StepKind",
    "TermCode",
]
