"""The verbs of a stage: laid out, opened, reached, skipped, failed, paused, resumed, cancelled."""

from .intake import close_intake, hold_intake, open_intake, restart_intake
from .laying import lay_out_stages
from .moving import cancel_stages, close_whole
from .pausing import pause_milestone, resume_milestone
from .reporting import BadReport, acknowledge, can_be_skipped, report_stage

__all__ = [
    "BadReport",
    "acknowledge",
    "can_be_skipped",
    "cancel_stages",
    "close_intake",
    "close_whole",
    "hold_intake",
    "lay_out_stages",
    "open_intake",
    "pause_milestone",
    "report_stage",
    "restart_intake",
    "resume_milestone",
]
