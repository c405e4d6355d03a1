"""How a provider draws up its part of the plan, from the page of the order."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from milestones.stages import Stage
from utilities.forms import VerbForm
from utilities.models import OrderStatus
from works.forms import (
    DropForm,
    ReviseForm,
    RouteForm,
    SectionForm,
    in_hand,
    known_sections,
    routes_in_hand,
    sections_of_case,
)
from works.models import PartStatus
from works.part_forms import BuildingForm, NoPlanForm, PartForm
from works.services.parts import (
    CHANGEABLE,
    Along,
    add_route,
    discard_draft,
    give_part,
    remove_route,
    revise_part,
)
from works.services.sections import take_section

from .dig_verbs import once


def statuses_of(order):
    """Of all versions of its part; read once for all buttons of a page."""
    return once(order, "parts", lambda: set(order.plan_parts.values_list("status", flat=True)))


def may_plan(order, milestone):
    """PLAN runs, or what was confirmed may still be changed."""
    if order.status != OrderStatus.OPEN or milestone is None or milestone.stage not in CHANGEABLE:
        return False
    return milestone.stage == Stage.PLAN or PartStatus.CONFIRMED in statuses_of(order)


def must_plan(order, milestone):
    """A part is being drawn up, or none has been given, or what was given came back."""
    if not may_plan(order, milestone):
        return False
    statuses = statuses_of(order)
    return bool(statuses & IN_HAND) or not statuses & ON_ITS_WAY


def may_revise(order, milestone):
    return may_plan(order, milestone) and not must_plan(order, milestone)


def may_discard(order, milestone):
    if not may_plan(order, milestone):
        return False
    statuses = statuses_of(order)
    return PartStatus.DRAFT in statuses and bool(statuses & ON_ITS_WAY)


def may_choose(order, milestone):
    return must_plan(order, milestone) and known_sections(order).exists()


def next_way(order, milestone):
    """Where only strangers' roads are known the way begins with a new one; '' where there is something better."""
    if not must_plan(order, milestone) or may_give(order, milestone):
        return ""
    return "" if sections_of_case(order).exists() else "section"


def has_routes(order, milestone):
    return must_plan(order, milestone) and routes_in_hand(order).exists()


def may_give(order, milestone):
    """With works outside the routes come first."""
    return must_plan(order, milestone) and (not order.has_outside_works or _has_way(order))


def _has_way(order):
    part = in_hand(order)
    return part is not None and part.routes.exists()


IN_HAND = {PartStatus.DRAFT, PartStatus.RETURNED}
ON_ITS_WAY = {PartStatus.GIVEN, PartStatus.PRESENTED, PartStatus.CONFIRMED}


def of_order(form_class):
    return lambda order, milestone, user, *data: form_class(*data, order=order)


def plain(form_class):
    return lambda order, milestone, user, *data: form_class(*data)


def add(order, milestone, *, section, method, metres, start, by):
    return add_route(order, along(section, method, metres, start), by=by)


@transaction.atomic
def add_new(order, milestone, *, section, method, metres, start, by):
    taken = take_section(order, **section)
    return add_route(order, along(taken, method, metres, start), by=by)


def along(section, method, metres, start):
    """The whole section where no length is said."""
    start = start or 0
    return Along(section, method, metres or section.metres - start, start)


def give(order, milestone, *, facts, steps, by):
    return give_part(order, facts=facts, steps=steps, by=by)


# What may be said of a stage depends on the plan.
PLAN_FORMS = {Stage.PLAN: NoPlanForm, Stage.CONSTRUCTION: BuildingForm}


def bare(order, milestone, user, *data):
    return VerbForm(*data)


def of_this(verb):
    return lambda order, milestone, **said: verb(order, **said)


# title, fits, form, verb and what is said afterwards, by name
PLAN_VERBS = {
    "plan": (
        _("填写并提交方案"),
        may_give,
        of_order(PartForm),
        give,
        _("方案已提交。各单位的方案齐了，就会提交申请人确认。"),
    ),
    "route": (
        _("添加路由（已有路段）"),
        may_choose,
        of_order(RouteForm),
        add,
        _("已添加路由，提交方案后生效。"),
    ),
    "section": (_("添加新路段"), must_plan, plain(SectionForm), add_new, _("已添加路由，提交方案后生效。")),
    "drop-route": (
        _("移除路由"),
        has_routes,
        of_order(DropForm),
        of_this(remove_route),
        _("已移除，提交方案后生效。"),
    ),
}
# What is seldom done comes after everything that is.
REVISING_VERBS = {
    "revise": (
        _("修改方案"),
        may_revise,
        plain(ReviseForm),
        of_this(revise_part),
        _("请修改路由、日期和费用后重新提交。提交之前，原方案仍然有效。"),
    ),
    "discard": (_("放弃修改"), may_discard, bare, of_this(discard_draft), _("已放弃修改，原方案不变。")),
}
