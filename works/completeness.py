"""What a part must say before the applicant can say yes to it. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COSTS = ("provider_cost", "applicant_cost", "public_cost")
WORDS = {
    "days": gettext_lazy("工期"),
    "boundary": gettext_lazy("产权分界点"),
    "safety": gettext_lazy("安全距离要求"),
}
COSTS_MISSING = gettext_lazy("费用由谁承担（没有费用的填 0）")


def list_needed(routes):
    """The fields a part along these routes must have; where nothing is built the text is enough."""
    return list(WORDS) if routes else []


def list_missing(part, routes, facts):
    """In words; ``facts``: what is said now, the rest stays as ``part`` has it."""
    missing = [WORDS[name] for name in list_needed(routes) if not facts.get(name, getattr(part, name))]
    if routes and not any(name in facts for name in COSTS):
        missing.append(COSTS_MISSING)
    return [str(word) for word in missing]


def needs_drawing(routes):
    return any(route.opens_ground for route in routes)


def warn_of_drawing(part):
    """A system hands in the drawing by a call of its own: it is warned of, not refused."""
    if part.drawing or not needs_drawing(part.routes.all()):
        return ""
    return _("方案有开挖的路由，还没有附图纸；请上传图纸后重新提交方案。")
