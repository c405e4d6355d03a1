"""What a rehearsal must have kept, each with whatever breaks it."""

from launch.rehearsal.books import CALENDAR, LIMITS, MILESTONES, SPANS, Books
from launch.rehearsal.plan import Plan
from launch.rehearsal.recount import Calendar, broken_spans, wrong_dates, wrong_limits, wrong_stages
from launch.rehearsal.terms import wrong_terms


def broken_rules(books: Books, plan: Plan) -> dict[str, list[str]]:
    """All lists are empty when all is well. Dates are looked at in the demo's own cases as well.

    Those lie weeks back, with weekends, holidays and clocks that stood still.
    """
    ends = plan.ends
    milestones, spans, limits = books.read(MILESTONES), books.read(SPANS), books.read(LIMITS)
    calendar = Calendar(books.read(CALENDAR))
    own = [row for row in milestones if row["case_number"] in ends]
    return {
        "每件按预定办结或撤回": [
            f"{number}: {status}" for number, status in books.statuses(ends).items() if status != ends[number]
        ],
        "每个环节均有结果": wrong_stages(own),
        "计时段首尾相接": broken_spans(milestones, spans),
        "时限均出自时限表或约定日期": wrong_limits(milestones, limits, calendar),
        "截止日期与复算一致": wrong_dates(milestones, spans, calendar),
        **{f"{what}的期限与复算一致": wrong for what, wrong in wrong_terms(books.read, calendar).items()},
    }
