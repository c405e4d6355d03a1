"""The plan on the page of a work order: the own part, being drawn up or given, and where the others run."""

from ningshe_portal.pages.plans import PartView
from ningshe_portal.pages.works import works_of_orders
from works.models import PartStatus, Plan
from works.picture import Picture, facts_text, lane_text, section_text, standing_text

# What no longer counts.
GONE = (PartStatus.REPLACED, PartStatus.DROPPED)


def load_plan(order):
    parts = {part.status: part for part in order.plan_parts.for_reading().exclude(status__in=GONE)}
    draft = parts.pop(PartStatus.DRAFT, None)
    given = max(parts.values(), key=lambda part: part.version, default=None)
    plan = _plan_of(order, given or draft)
    if plan is None:
        return None
    return {
        "draft": draft and [_way_text(row) for row in draft.routes.all()],
        "is_drafting": draft is not None,
        "is_returned": given is not None and given.status == PartStatus.RETURNED,
        "part": given and PartView(given),
        "picture": Picture(plan),
        "number": order.request.application.number,
    }


def _way_text(route):
    """Where it goes, and what stands of the road: others may have said more of it."""
    section = route.section
    told = f"{section_text(section)}（{facts_text(section)}）：{lane_text(route)}"
    return "。".join(text for text in (told, standing_text(section)) if text)


def _plan_of(order, part):
    """The plan its part belongs to; before the first one, the joint plan it is going to be part of."""
    plans = Plan.objects.with_parts()
    if part:
        return plans.get(pk=part.plan_id)
    if order.has_outside_works is False or not order.request.application.wants_joint_works:
        return None
    return plans.filter(application=order.request.application, is_joint=True).first()


def load_works(order):
    return works_of_orders(order.request.application, [order])
