from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .standing import STEPS, count_steps

TITLES = {
    "acknowledge": _("待接单"),
    "survey": _("踏勘"),
    "plan": _("方案"),
    "approval": _("审批"),
    "works": _("施工"),
    "acceptance": _("验收"),
    "connection": _("接通"),
}
ENDED = "ended"


class StepFilter(admin.SimpleListFilter):
    """The steps as tabs, each with its number; without a choice, everything in hand."""

    title = _("环节")
    parameter_name = "step"

    def lookups(self, request, model_admin):
        counts = count_steps(model_admin.get_queryset(request))
        steps = [(step, f"{title} {counts[step]}") for step, title in TITLES.items()]
        return [*steps, (ENDED, _("已结束"))]

    def queryset(self, request, queryset):
        step = self.value()
        if step == ENDED:
            return queryset.exclude(pk__in=queryset.living())
        if step in STEPS:
            return queryset.living().filter(current_stage__in=STEPS[step])
        # A search or a chosen status looks through the ended orders too.
        looks_everywhere = request.GET.get("q") or request.GET.get("status__exact")
        return queryset if looks_everywhere else queryset.living()

    def choices(self, changelist):
        """The stock admin calls the first one 全部."""
        everything, *steps = super().choices(changelist)
        return [everything | {"display": _("在办")}, *steps]


class OwnTowns(admin.RelatedOnlyFieldListFilter):
    """The towns in which one has orders."""

    include_empty_choice = False
