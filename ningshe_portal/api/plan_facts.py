"""What a provider's system is told of the plan: its own part whole, of the others only where they run."""

from django.http import Http404

from works.models import PartStatus, Plan, Step
from works.picture import Picture, party

GONE = (PartStatus.REPLACED, PartStatus.DROPPED, PartStatus.DRAFT)
SECTION = (
    "id street from_point to_point metres surface green_m2 trees_to_move trees_to_fell is_river is_wetland"
    " is_highway is_inside_plot built_on overhauled_on backfilled_on"
)
PART = (
    "version status text provider_cost applicant_cost public_cost boundary safety days drawing_name given_at"
    " return_reason"
)


def newest_part(order):
    return order.plan_parts.exclude(status__in=GONE).order_by("version").last()


def standing_facts(order):
    """How far the own part is; None before the first."""
    part = newest_part(order)
    if part is None:
        return None
    return {"status": part.status, "version": part.version, "return_reason": part.return_reason}


def plan_facts(order):
    part = newest_part(order)
    if part is None:
        raise Http404
    picture = Picture(Plan.objects.with_parts().get(pk=part.plan_id))
    plan, total = picture.plan, picture.total
    return {
        "name": plan.name,
        "is_joint": plan.is_joint,
        "status": plan.status,
        "version": plan.version,
        "part": part_facts(part),
        "routes": [route_facts(route, order) for route in picture.routes],
        "alone_metres": total.alone,
        "together_metres": total.together,
        "shared_metres": total.shared,
        "saved_metres": total.saved,
        "hints": picture.hints,
    }


def part_facts(part):
    planned = {row.step: row for row in part.steps.all()}
    return {name: getattr(part, name) for name in PART.split()} | {
        step.value: planned.get(step.value) and days_facts(planned[step.value]) for step in Step
    }


def days_facts(row):
    return {"starts_on": row.starts_on, "ends_on": row.ends_on}


def route_facts(route, order):
    return {
        "party": party(route),
        "is_own": route.part.order_id == order.pk,
        "section": section_facts(route.section),
        "method": route.method,
        "start": route.start,
        "metres": route.metres,
    }


def section_facts(section):
    return {name: getattr(section, name) for name in SECTION.split()} | {"town": section.town.code}
