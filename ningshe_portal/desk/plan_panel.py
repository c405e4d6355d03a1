"""The plan on the page of a work order: the own part, being drawn up or given, and where the others run."""

from ningshe_portal.pages.plans import PartView
from works.models import PartStatus, Plan
from works.picture import Picture, lane_text, section_text


def load_plan(order):
    parts = {part.status: part for part in order.plan_parts.for_reading().exclude(status__in=GONE)}
    if not parts:
        return None
    draft = parts.pop(PartStatus.DRAFT, None)
    given = max(parts.values(), key=lambda part: part.version, default=None)
    plan = given.plan_id if given else draft.plan_id
    return {
        "draft": draft and [f"{section_text(row.section)}：{lane_text(row)}" for row in draft.routes.all()],
        "is_drafting": draft is not None,
        "is_returned": given is not None and given.status == PartStatus.RETURNED,
        "part": given and PartView(given),
        "picture": Picture(Plan.objects.with_parts().get(pk=plan)),
        "number": order.request.application.number,
    }


# What no longer counts.
GONE = (PartStatus.REPLACED, PartStatus.DROPPED)
