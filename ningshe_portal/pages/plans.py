"""The plan of a case as it is shown: in the case file, at the window, on the page of an order."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from works.models import PartStatus, Plan, PlanPart, PlanStatus, Step
from works.picture import Picture
from works.red_line import warn_of_part
from works.services.forward import list_late

from .deadlines import day_text


def yuan(amount):
    """20,000 or 12.50; the grouping of the language would put four figures together."""
    return f"{amount:,.2f}".removesuffix(".00")


def from_until(first, last):
    """2026-12-07（周一）至 12-08（周二）; of one day only that."""
    if first == last:
        return day_text(first)
    end = day_text(last)
    return _("%(first)s至 %(last)s") % {
        "first": day_text(first),
        "last": end[5:] if first.year == last.year else end,
    }


@dataclass(frozen=True)
class PlanView:
    """One plan with its picture; ``parts`` are those whose words and costs the viewer may read."""

    plan: Plan
    picture: Picture
    parts: list
    is_awaited: bool

    @property
    def state(self):
        if self.is_awaited and self.plan.status == PlanStatus.CONFIRMED:
            return _("变更待申请人确认")
        return self.plan.get_status_display()


@dataclass(frozen=True)
class PartView:
    part: PlanPart

    @property
    def days(self):
        planned = {row.step: row for row in self.part.steps.all()}
        return [
            (step.label, from_until(planned[step].starts_on, planned[step].ends_on))
            for step in Step
            if step in planned
        ]

    @property
    def costs(self):
        shares = [
            (_("专营单位"), self.part.provider_cost),
            (_("申请人"), self.part.applicant_cost),
            (_("财政"), self.part.public_cost),
        ]
        known = [(payer, amount) for payer, amount in shares if amount]
        told = [_("%(payer)s %(yuan)s 元") % {"payer": who, "yuan": yuan(amount)} for who, amount in known]
        return "；".join(told) or _("无费用")

    @property
    def warning(self):
        return warn_of_part(self.part)


def load_awaited_plans(board):
    """What the applicant has to say yes or no to, above all else."""
    return _panel(board, is_awaited=True)


def load_plans(board):
    """What was confirmed. A provider reads only its own words and costs."""
    return _panel(board, is_awaited=False)


def _panel(board, *, is_awaited):
    viewer, application = board.viewer, board.application
    plans = [view for view in board.plans if view.parts and view.is_awaited == is_awaited]
    if not plans:
        return None
    facts = {"plans": plans, "number": application.number, "is_awaited": is_awaited}
    return facts | {"may_answer": is_awaited and viewer.is_applicant}


def list_plans(application, providers=None):
    """``providers``: whose parts are shown, None for all of them."""
    views = []
    for plan in application.plans.with_parts():
        picture = Picture.before_applicant(plan)
        own = [
            PartView(part)
            for part in picture.parts
            if providers is None or part.order.provider_id in providers
        ]
        views.append(PlanView(plan, picture, own, picture.is_presented))
    return views


def load_desk_plans(application, user):
    """The panel of the review."""
    plans = [view for view in list_plans(application) if view.parts]
    late = {plan.pk: list_late(plan) for plan in unfinished(application)}
    late = [
        {"plan": plan.name, "who": [str(order.provider) for order in late[plan.pk]]}
        for plan in application.plans.all()
        if late.get(plan.pk)
    ]
    if not (plans or late):
        return None
    return {"plans": plans, "late": late, "number": application.number, "may_answer": False}


def unfinished(application):
    """Joint plans some parts of which are in and others not."""
    plans = application.plans.filter(is_joint=True, parts__status=PartStatus.GIVEN).distinct()
    return plans.select_related("application")
