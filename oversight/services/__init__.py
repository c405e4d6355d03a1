"""The verbs of oversight: urging and complaining, rating, duties, and what the office keeps on record."""

from .answering import answer_complaint
from .completing import issue_completion, renew_completion
from .duties import (
    MOST_CALLS,
    DutyRefused,
    answer_duty,
    awaits_call,
    close_duty,
    is_own_house,
    send_back_duty,
)
from .erasing import erase_words
from .filing import ComplaintRefused, file_complaint, list_urgeable
from .group import (
    agree_duty,
    cancel_meeting,
    hold_meeting,
    plan_meeting,
    record_inspection,
    record_meeting,
)
from .pursuing import pursue_overdue, redate_open, remind_owners
from .rating import AlreadyRated, RatingRefused, Subject, list_subjects, may_be_rated, rate_case
from .rectifying import lengthen_duty, log_call
from .supervising import issue_supervision

__all__ = [
    "MOST_CALLS",
    "AlreadyRated",
    "ComplaintRefused",
    "DutyRefused",
    "RatingRefused",
    "Subject",
    "agree_duty",
    "answer_complaint",
    "answer_duty",
    "awaits_call",
    "cancel_meeting",
    "close_duty",
    "erase_words",
    "file_complaint",
    "hold_meeting",
    "is_own_house",
    "issue_completion",
    "issue_supervision",
    "lengthen_duty",
    "list_subjects",
    "list_urgeable",
    "log_call",
    "may_be_rated",
    "plan_meeting",
    "pursue_overdue",
    "rate_case",
    "record_inspection",
    "record_meeting",
    "redate_open",
    "remind_owners",
    "renew_completion",
    "send_back_duty",
]
