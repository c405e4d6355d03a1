"""What beat does, and how often. Every job is a sweep over rows: one that is missed is made good by the next."""


def every(seconds, task, *args, **options):
    """One line of the schedule; a ring nobody heard in time is forgotten, the next one comes anyway."""
    return {
        "task": task,
        "args": args,
        "schedule": float(seconds),
        "options": {"expires": seconds, **options},
    }


SCHEDULE = {
    "send due messages": every(15, "outbox.tasks.send_due_messages"),
    "beat through the worker": every(15, "outbox.tasks.beat", "worker"),
    "beat through the sending worker": every(15, "outbox.tasks.beat", "sending", queue="sending"),
    "draw undrawn papers": every(15, "applications.tasks.draw_undrawn_papers"),
    "pursue unanswered orders": every(60, "utilities.tasks.pursue_silence"),
    "end spent pauses": every(300, "milestones.tasks.end_spent_pauses"),
    "watch the clocks": every(300, "milestones.tasks.watch_clocks"),
    "answer silence": every(300, "applications.tasks.watch_silence"),
    "look after corrections": every(300, "applications.tasks.watch_corrections"),
    "forget old calls": every(3600, "utilities.tasks.clean_up"),
    "forget codes and sessions": every(3600, "accounts.tasks.clean_up"),
}
