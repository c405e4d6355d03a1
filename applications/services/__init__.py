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
from .asked import answer_request, ask_through_window, close_request, pass_on_request
from .demand import assess_demand
from .endings import NotYet, end_request, terminate_application, withdraw_application, withdraw_request
from .intake import make_number, submit_application
from .materials import (
    MOST_PROMISE_WORKDAYS,
    PROMISE_WORKDAYS,
    BadMaterial,
    bring,
    end_promise,
    extend_promise,
    give_back_material,
    hand_on_material,
    note_paper,
    promise_material,
    remove_material,
)
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
    "BadMaterial",
    "BadMoment",
    "BadUntil",
    "CORRECTION_WORKDAYS",
    "MOST_PROMISE_WORKDAYS",
    "NotYet",
    "NoteRefused",
    "PROMISE_WORKDAYS",
    "SILENT_WORKDAYS",
    "ToldOnce",
    "accept_application",
    "amend_application",
    "answer_request",
    "apply_for_permanent",
    "ask_about_temporary",
    "ask_through_window",
    "assess_demand",
    "begin_again",
    "bring",
    "change_wishes",
    "clear_materials",
    "close_request",
    "correction_term",
    "deem_accepted",
    "delete_draft",
    "drop_calls",
    "end_promise",
    "end_request",
    "erase_application",
    "erase_dispensable",
    "erase_paper",
    "extend_promise",
    "extend_temporary",
    "follow_connection",
    "give_back_material",
    "hand_on_material",
    "list_waitable",
    "lock",
    "make_call",
    "make_number",
    "make_permanent",
    "mark_notes_read",
    "note_paper",
    "open_follow_up_of",
    "pass_on_request",
    "promise_material",
    "record_contact_attempt",
    "record_many",
    "refuse_application",
    "remind_of_end",
    "remove_material",
    "remove_temporary",
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
