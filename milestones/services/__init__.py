"""The verbs of a stage: laid out, opened, handed on, reached, skipped, failed, paused, cancelled; and of a pause."""

from .erasing import erase_words
from .expiring import end_spent_pauses
from .handing import agree_date, hand_on, need_stage, skip_stage
from .intake import close_intake, hold_intake, open_intake, restart_intake
from .judging import allow_pause, object_to_pause, revoke_pause, uphold_pause
from .laying import lay_out_stages
from .moving import cancel_stages, close_whole
from .parting import rejoin, split_off
from .pausing import can_be_resumed, pause_milestone, prove_pause, resume_milestone
from .reporting import (
    BadReport,
    acknowledge,
    can_be_skipped,
    failed_in_last_pause,
    failed_just_now,
    report_stage,
)

__all__ = [
    "BadReport",
    "acknowledge",
    "allow_pause",
    "can_be_skipped",
    "failed_in_last_pause",
    "failed_just_now",
    "cancel_stages",
    "close_intake",
    "close_whole",
    "end_spent_pauses",
    "erase_words",
    "hold_intake",
    "lay_out_stages",
    "object_to_pause",
    "open_intake",
    "pause_milestone",
    "prove_pause",
    "report_stage",
    "restart_intake",
    "resume_milestone",
    "revoke_pause",
    "uphold_pause",
    "agree_date",
    "hand_on",
    "need_stage",
    "skip_stage",
    "rejoin",
    "split_off",
    "can_be_resumed",
]
