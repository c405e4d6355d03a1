"""The verbs of urging and complaining: filed, answered, pursued when overdue."""

from .answering import answer_complaint
from .filing import ComplaintRefused, file_complaint, list_urgeable
from .pursuing import pursue_overdue, redate_open

__all__ = [
    "ComplaintRefused",
    "answer_complaint",
    "file_complaint",
    "list_urgeable",
    "pursue_overdue",
    "redate_open",
]
