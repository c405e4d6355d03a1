"""Every verb of the outbox: writing messages, sending them, minding endpoints."""

from .endpoints import end_rotation, pause_endpoint, resume_endpoint, rotate_secret, send_ping
from .messages import (
    build_event,
    build_message,
    close_message,
    expire_message,
    queue_message,
    resend_message,
    set_aside_message,
    tell_office,
)
from .sending import (
    AlreadyClaimed,
    AnnouncementFailed,
    Lease,
    announce_message,
    claim,
    free_left_behind,
    record_heartbeat,
    send_in_turn,
    send_message,
    settle,
    tidy_outbox,
)

__all__ = [
    "AlreadyClaimed",
    "AnnouncementFailed",
    "Lease",
    "announce_message",
    "build_event",
    "build_message",
    "claim",
    "close_message",
    "end_rotation",
    "expire_message",
    "free_left_behind",
    "pause_endpoint",
    "queue_message",
    "record_heartbeat",
    "resend_message",
    "resume_endpoint",
    "rotate_secret",
    "send_in_turn",
    "send_message",
    "send_ping",
    "set_aside_message",
    "settle",
    "tell_office",
    "tidy_outbox",
]
