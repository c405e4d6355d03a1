"""What a provider does with its trenches, from the page of the order."""

from django.utils.translation import gettext_lazy as _

from milestones.models import MilestoneStatus
from milestones.stages import Stage
from utilities.forms import VerbForm
from utilities.models import OrderStatus
from works.dig_forms import (
    DeclineForm,
    DoneForm,
    EmergencyForm,
    LeaveForm,
    OfferForm,
    OpenForm,
    PapersForm,
    StepsForm,
)
from works.models import Dig, DigKind, DigOffer, DigStatus
from works.services.alone import aparts_of, leave_trench, share_again
from works.services.digging import open_dig
from works.services.emergencies import bring_papers, open_emergency_dig
from works.services.joining import decline_dig, join_dig
from works.services.openers import leads
from works.services.trenches import backfill_dig, report_in_dig

REPORT = "milestones.report_stage"


def digs_of(order):
    """The trenches the order lies in."""
    return once(order, "digs", lambda: list(Dig.objects.holding(order)))


def once(order, name, read):
    """Read once for all buttons of a page."""
    known = order.__dict__.setdefault("known_of_trenches", {})
    if name not in known:
        known[name] = read()
    return known[name]


def own_party(order, dig):
    return next(party for party in dig.living if party.order_id == order.pk)


def to_open(order):
    """Those it leads, once its approval is through, also where the one that was to lead still lacks his.

    Read once for all buttons: who leads depends on the permits of all who lie there.
    """
    return once(order, "to_open", lambda: _read_to_open(order))


def _read_to_open(order):
    digs = [dig for dig in digs_of(order) if dig.status == DigStatus.PLANNED]
    return [dig for dig in digs if leads(dig, order)] if digs and _has_begun(order) else []


def _has_begun(order):
    return order.milestones.filter(stage=Stage.EXCAVATION).exclude(status=MilestoneStatus.PENDING).exists()


def to_report(order):
    open_digs = [dig for dig in digs_of(order) if dig.status == DigStatus.OPEN]
    return [dig for dig in open_digs if not own_party(order, dig).is_done]


def to_close(order):
    open_digs = [dig for dig in digs_of(order) if dig.status == DigStatus.OPEN]
    return [
        dig
        for dig in open_digs
        if own_party(order, dig).is_lead and all(party.is_done for party in dig.living)
    ]


def is_left_shut(order):
    """Whether a trench of it is still to be opened, whoever leads it."""
    return any(dig.status == DigStatus.PLANNED for dig in digs_of(order))


def waits_for_trench(order, milestone):
    """Whether the running stage ends by what is done in the trench first."""
    stage = milestone.stage if milestone else ""
    if stage == Stage.CONSTRUCTION:
        return is_left_shut(order)
    to_do = {Stage.EXCAVATION: to_open, Stage.BACKFILL: to_close}.get(stage)
    return bool(to_do and digs_of(order) and not to_do(order))


STEPS = {"dig-open": to_open, "dig-report": to_report, "dig-close": to_close}
BRING_ON = {Stage.EXCAVATION: STEPS, Stage.CONSTRUCTION: {"dig-open": to_open}, Stage.BACKFILL: STEPS}


def next_in_trench(order, milestone):
    """The verb that brings the trench on where the stage that runs waits for it, '' for none."""
    steps = BRING_ON.get(milestone.stage, {}) if milestone else {}
    return next((name for name, rows in steps.items() if rows(order)), "")


def lacking_papers(order):
    return [dig for dig in digs_of(order) if dig.is_emergency and dig.papers_brought_at is None]


def papers_first(order, milestone):
    """The law gives 24 hours, whatever else there is to do."""
    return "dig-papers" if lacking_papers(order) else ""


def offers_to(order):
    return once(order, "offers", lambda: list(DigOffer.objects.standing().to(order)))


def is_shared(order, milestone):
    living = (DigStatus.PLANNED, DigStatus.OPEN)
    return order.is_living and any(
        len(dig.living) > 1
        and dig.status in living
        and dig.kind == DigKind.PLANNED
        and not own_party(order, dig).finished_at
        for dig in digs_of(order)
    )


def is_apart(order, milestone):
    is_wished = order.application.wants_joint_works
    return order.is_living and is_wished and is_left_shut(order) and aparts_of(order).exists()


def fits(rows):
    return lambda order, milestone: order.status == OrderStatus.OPEN and bool(rows(order))


def of_digs(form_class, rows):
    return lambda order, milestone, user, *data: form_class(*data, digs=rows(order), order=order)


def opening(order, milestone, user, *data):
    return OpenForm(*data, digs=to_open(order), order=order)


def of_offers(form_class):
    return lambda order, milestone, user, *data: form_class(*data, offers=offers_to(order))


def bare(form_class):
    return lambda order, milestone, user, *data: form_class(*data)


def on_dig(verb):
    return lambda order, milestone, *, dig, **said: verb(dig, order=order, **said)


def on_offer(verb):
    return lambda order, milestone, *, offer, **said: verb(offer, **said)


def may_dig_at_once(order, milestone):
    return order.status == OrderStatus.OPEN


# title, permission, fits, form, verb and what is said afterwards, by name
DIG_VERBS = {
    "dig-open": (
        _("沟槽开挖"),
        REPORT,
        fits(to_open),
        opening,
        on_dig(open_dig),
        _("已登记开挖，沟内各单位的开挖环节随之完成。"),
    ),
    "dig-report": (
        _("上报沟内进度"),
        REPORT,
        fits(to_report),
        of_digs(StepsForm, to_report),
        on_dig(report_in_dig),
        _("已登记。沟内各单位都完成后，由牵头单位回填。"),
    ),
    "dig-close": (
        _("沟槽回填"),
        REPORT,
        fits(to_close),
        of_digs(DoneForm, to_close),
        on_dig(backfill_dig),
        _("已登记回填，开始计算路面保护期和保修期。"),
    ),
    "dig-join": (
        _("并入已有沟槽"),
        REPORT,
        fits(offers_to),
        of_offers(OfferForm),
        on_offer(join_dig),
        _("已并沟，一次开挖、一次回填；由谁牵头见本页“开挖与回填”。"),
    ),
    "dig-decline": (
        _("不并沟"),
        REPORT,
        fits(offers_to),
        of_offers(DeclineForm),
        on_offer(decline_dig),
        _("已答复，各自开挖。"),
    ),
    "dig-papers": (
        _("补办应急开挖手续"),
        REPORT,
        lambda order, milestone: bool(lacking_papers(order)),  # also when all else of the order is over
        of_digs(PapersForm, lacking_papers),
        on_dig(bring_papers),
        _("已登记补办的手续。"),
    ),
}
# What is seldom done comes after everything that is.
SELDOM_DIG_VERBS = {
    "dig-leave": (
        _("退出联合开挖"),
        REPORT,
        is_shared,
        bare(LeaveForm),
        lambda order, milestone, **said: leave_trench(order, **said),
        _("已退出，本单位另行开挖；其余单位照常进行。"),
    ),
    "dig-rejoin": (
        _("恢复联合开挖"),
        REPORT,
        is_apart,
        bare(VerbForm),
        lambda order, milestone, **said: share_again(order, **said),
        _("已恢复联合开挖；其他办件的沟槽可以并入的，另行邀请。"),
    ),
    "dig-emergency": (
        _("应急开挖"),
        REPORT,
        may_dig_at_once,
        lambda order, milestone, user, *data: EmergencyForm(*data, order=order),
        lambda order, milestone, **said: open_emergency_dig(order, **said),
        _("已登记应急开挖，请在 24 小时内补办手续。"),
    ),
}
