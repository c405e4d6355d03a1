"""The verbs of the permits: derived, entrusted, filed, stopped, prolonged, decided, filed again."""

from .answering import take_answer
from .deciding import (
    DECISIONS,
    BadDecision,
    accept_permit,
    decide_permit,
    refile_own,
    refile_permit,
    refile_permits,
)
from .deriving import derive_permits, leave_permits, need_approval
from .entrusting import BadEntrustment, entrust, file_oneself, sign_entrustment, who_may_file
from .erasing import erase_permits
from .filers import find_filers
from .filing import BadFiling, check_entrusted, file_permits, is_blocked, note_number
from .following import cases_to_open, follow_backfill, follow_backfills, follow_lapses, follow_section
from .gateway import note_arrival
from .holding import awaited_permits, check_built, check_road, hold_works, who_must_act
from .papers import add_permit_paper
from .procedures import begin_procedure, end_procedure, extend_permit
from .protecting import choose_own_way_out, choose_way_out, end_road_waits
from .reporting import lacks_permits, report_approval
from .settling import redate_permits, settle_case, settle_order

__all__ = [
    "DECISIONS",
    "BadDecision",
    "BadEntrustment",
    "BadFiling",
    "accept_permit",
    "add_permit_paper",
    "awaited_permits",
    "begin_procedure",
    "cases_to_open",
    "check_entrusted",
    "check_built",
    "check_road",
    "choose_own_way_out",
    "choose_way_out",
    "decide_permit",
    "derive_permits",
    "end_procedure",
    "end_road_waits",
    "entrust",
    "erase_permits",
    "extend_permit",
    "file_oneself",
    "file_permits",
    "find_filers",
    "follow_section",
    "follow_backfill",
    "follow_backfills",
    "follow_lapses",
    "hold_works",
    "is_blocked",
    "lacks_permits",
    "leave_permits",
    "need_approval",
    "note_arrival",
    "note_number",
    "redate_permits",
    "report_approval",
    "refile_own",
    "refile_permit",
    "refile_permits",
    "settle_case",
    "settle_order",
    "sign_entrustment",
    "take_answer",
    "who_may_file",
    "who_must_act",
]
