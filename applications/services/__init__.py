"""The verbs of the application: what a clerk, the applicant or silence does to it."""

from .again import begin_again
from .answers import (
    CORRECTION_WORKDAYS,
    SILENT_WORKDAYS,
    ToldOnce,
    accept_application,
    correction_term,
    deem_accepted,
    refuse_application,
    return_application,
    warn_of_silence,
)
from .demand import assess_demand
from .endings import NotYet, end_request, terminate_application, withdraw_application, withdraw_request
from .intake import make_number, submit_application
from .notes import NoteRefused, mark_notes_read, takes_notes, write_note
from .people import amend_application
from .personal import (
    clear_materials,
    delete_draft,
    erase_application,
    erase_dispensable,
    erase_paper,
    reveal,
    withdraw_consent,
)
from .reaching import BadMoment, drop_calls, make_call, record_contact_attempt
from .record import lock, record_many
from .temporary import (
    BadUntil,
    apply_for_permanent,
    ask_about_temporary,
    extend_temporary,
    follow_connection,
    make_permanent,
    open_follow_up_of,
    remind_of_end,
    remove_temporary,
)
from .waiting import list_waitable, tell_of_network, wait_for_network
from .wishes import change_wishes

__all__ = [
    "BadMoment",
    "NotYet",
    "BadUntil",
    "apply_for_permanent",
    "ask_about_temporary",
    "extend_temporary",
    "follow_connection",
    "make_permanent",
    "open_follow_up_of",
    "remind_of_end",
    "remove_temporary",
    "CORRECTION_WORKDAYS",
    "SILENT_WORKDAYS",
    "NoteRefused",
    "ToldOnce",
    "accept_application",
    "amend_application",
    "begin_again",
    "change_wishes",
    "assess_demand",
    "correction_term",
    "clear_materials",
    "deem_accepted",
    "delete_draft",
    "erase_application",
    "erase_dispensable",
    "erase_paper",
    "drop_calls",
    "end_request",
    "list_waitable",
    "lock",
    "make_call",
    "make_number",
    "mark_notes_read",
    "record_contact_attempt",
    "record_many",
    "refuse_application",
    "return_application",
    "reveal",
    "submit_application",
    "takes_notes",
    "tell_of_network",
    "terminate_application",
    "wait_for_network",
    "warn_of_silence",
    "withdraw_application",
    "withdraw_consent",
    "withdraw_request",
    "write_note",
]
