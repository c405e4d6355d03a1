"""What beat does, and how often. Every job is a sweep over rows: one that is missed is made good by the next."""

from celery.schedules import crontab


def every(seconds, task, *args, **options):
    """One line of the schedule; a ring nobody heard in time is forgotten, the next one comes anyway."""
    return {
        "task": task,
        "args": args,
        "schedule": float(seconds),
        "options": {"expires": seconds, **options},
    }


def at_hours(hours, minutes, task):
    """Hours of Tianjin, eight ahead of the clock beat goes by."""
    there = ",".join(str((hour - 8) % 24) for hour in hours)
    return {"task": task, "schedule": crontab(hour=there, minute=minutes), "options": {"expires": 600}}


SCHEDULE = {
    "send due messages": every(15, "outbox.tasks.send_due_messages"),
    "beat through the worker": every(15, "outbox.tasks.beat", "worker"),
    "beat through the sending worker": every(15, "outbox.tasks.beat", "sending", queue="sending"),
    "draw undrawn papers": every(15, "applications.tasks.draw_undrawn_papers"),
    "pursue unanswered orders": every(60, "utilities.tasks.pursue_silence"),
    "end spent pauses": every(300, "milestones.tasks.end_spent_pauses"),
    "watch visits": every(300, "inspections.tasks.watch_visits"),
    "watch the clocks": every(300, "milestones.tasks.watch_clocks"),
    "settle trenches": every(60, "works.tasks.settle_trenches"),
    "follow sections": every(60, "works.tasks.follow_sections"),
    "watch digs": every(300, "works.tasks.watch_digs"),
    "remind of plans": every(900, "works.tasks.remind_of_plans"),
    "remind of visits": every(900, "inspections.tasks.remind_of_visits"),
    "pursue unanswered complaints": every(300, "oversight.tasks.watch_complaints"),
    "remind of duties": every(900, "oversight.tasks.remind_of_duties"),
    "answer silence": every(300, "applications.tasks.watch_silence"),
    "look after corrections": every(300, "applications.tasks.watch_corrections"),
    "watch temporary supplies": every(3600, "applications.tasks.watch_temporary"),
    "look after promises": every(300, "applications.tasks.watch_promises"),
    "look after requests": every(300, "applications.tasks.watch_requests"),
    "end waits for roads": every(3600, "approvals.tasks.end_road_waits"),
    "find who files": every(3600, "approvals.tasks.find_filers"),
    "follow lapsed permits": every(300, "approvals.tasks.follow_lapses"),
    "follow backfilled roads": every(60, "approvals.tasks.follow_backfills"),
    "mind terms": every(900, "applications.tasks.mind_terms"),
    "purge what is kept for hours": every(3600, "ningshe_portal.tasks.purge_prompt"),
    "warn of deletion": at_hours([10], 0, "applications.tasks.warn_of_deletion"),
    "purge": at_hours([2, 3], "*/10", "ningshe_portal.tasks.purge_all"),
}
