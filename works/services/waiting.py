"""From when a stage may go on that had to wait for the applicant's word on a changed part."""

from milestones.stages import Wait


def free_since(milestone):
    """Its opening, or his last answer: what happened in its trenches or at the departments meanwhile counts then."""
    waits = milestone.spans.filter(reason=Wait.PLAN_CONFIRMATION).exclude(ends_at=None)
    return max([milestone.opened_at, *waits.values_list("ends_at", flat=True)])
