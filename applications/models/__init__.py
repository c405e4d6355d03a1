"""The combined application and everything that hangs on it."""

from .application import WISHES, ApplicantKind, Application, Channel, Half, IdType, LateEntry, Status
from .history import Audience, Event, Reveal, Revealed
from .later import FollowUp, FollowUpStatus, TemporaryWish, Waiting
from .materials import Correction, Material, Medium
from .notes import APPLICANT_SIDE, WINDOW_SIDE, Note, NoteAudience, NoteReading, provider_side
from .papers import EmergencyReceipt, Paper, PaperKind
from .people import Call, ContactAttempt, HandOver, Proof, Way
from .requests import ENDINGS, FULFILLED, RequestStatus, ServiceRequest

__all__ = [
    "APPLICANT_SIDE",
    "ENDINGS",
    "FULFILLED",
    "WINDOW_SIDE",
    "WISHES",
    "ApplicantKind",
    "Application",
    "Audience",
    "Call",
    "Channel",
    "ContactAttempt",
    "Correction",
    "EmergencyReceipt",
    "Event",
    "FollowUp",
    "FollowUpStatus",
    "Half",
    "HandOver",
    "IdType",
    "LateEntry",
    "Material",
    "Medium",
    "Note",
    "NoteAudience",
    "NoteReading",
    "Paper",
    "PaperKind",
    "Proof",
    "RequestStatus",
    "Reveal",
    "Revealed",
    "ServiceRequest",
    "Status",
    "TemporaryWish",
    "Waiting",
    "Way",
    "provider_side",
]
