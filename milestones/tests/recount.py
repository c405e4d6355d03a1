"""Every stored date of a case counted again, day by day, the slow way; for any test that wants to be sure."""

from datetime import timedelta

from common import clock
from milestones.models import MilestoneStatus


def recount(milestone, calendar, today):
    """The due date by its definition: walk over the days, ask who holds the clock when each of them ends."""
    spans = list(milestone.spans.all())
    limit, day, used = milestone.limit_days, clock.local_date(milestone.counting_from), 0
    if limit is None:
        return None
    last = spans[-1]
    while used < limit:
        day += timedelta(days=1)
        end = clock.midnight(day + timedelta(days=1))
        holding = [
            span for span in spans if span.starts_at < end and (span.ends_at is None or span.ends_at >= end)
        ]
        span = holding[-1] if holding else last
        if span is last and not last.counts and last.ends_at is None:
            return None
        used += span.counts and calendar.is_workday(day)
        if day > today + timedelta(days=400):
            raise AssertionError("a due date beyond all reason")
    return day


def check_everything(application, calendar, today):
    milestones = list(application.milestones.prefetch_related("spans").select_related("order"))
    for milestone in milestones:
        spans = list(milestone.spans.all())
        open_spans = [span for span in spans if span.ends_at is None]
        is_running = milestone.status == MilestoneStatus.RUNNING
        assert len(open_spans) == is_running, milestone
        assert all(before.ends_at == after.starts_at for before, after in zip(spans, spans[1:], strict=False))
        if is_running:
            assert milestone.due_on == recount(milestone, calendar, today), milestone
            assert (milestone.holder, milestone.is_counting) == (spans[-1].holder, spans[-1].counts)
            assert spans[0].starts_at == milestone.opened_at
    for order in {milestone.order for milestone in milestones if milestone.order}:
        running = sum(
            milestone.order == order and milestone.status == MilestoneStatus.RUNNING
            for milestone in milestones
        )
        assert running == (order.status in {"pending", "open"}), order


def check_record(application, calendar, today):
    """Of stages that are over the due date as well; and no pause lasted beyond its maximum, as a slow count."""
    for milestone in application.milestones.exclude(opened_at=None).prefetch_related("spans"):
        spans = list(milestone.spans.all())
        if milestone.status != MilestoneStatus.RUNNING and spans and spans[-1].counts:
            assert milestone.due_on == recount(milestone, calendar, today), milestone
        for span in spans:
            alike = [other for other in spans if other.reason and other.reason == span.reason]
            if span.most_days and not any(other.allowed_until for other in alike):
                assert nights(alike, milestone, calendar, today) <= span.most_days, milestone


def nights(pauses, milestone, calendar, today):
    """The working days before today that ended in one of these pauses."""
    day, found = clock.local_date(milestone.counting_from), 0
    while (day := day + timedelta(days=1)) < today:
        end = clock.midnight(day + timedelta(days=1))
        found += calendar.is_workday(day) and any(
            not span.counts and span.starts_at < end and (span.ends_at is None or span.ends_at >= end)
            for span in pauses
        )
    return found
