"""The permits of a case: which department decides what, who files, how far each is."""

from .departments import Department, PermitType
from .entrustments import Entrustment, EntrustmentStatus
from .permits import BY_PLAN, DECIDED, SETTLED, WITH_AUTHORITY, Filer, Permit, PermitStatus, WayOut
from .written import PermitExtension, PermitPaper, PermitSpan, Procedure, WrittenNotice

__all__ = [
    "BY_PLAN",
    "DECIDED",
    "Department",
    "Entrustment",
    "EntrustmentStatus",
    "Filer",
    "Permit",
    "PermitExtension",
    "PermitPaper",
    "PermitSpan",
    "PermitStatus",
    "PermitType",
    "Procedure",
    "SETTLED",
    "WITH_AUTHORITY",
    "WayOut",
    "WrittenNotice",
]
