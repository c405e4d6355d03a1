"""Which permits a case needs is read off its confirmed plan, again each time the plan changes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.status import move
from milestones.models import MilestoneStatus
from milestones.services import need_stage, skip_stage
from milestones.stages import PATH, Stage
from utilities.models import WorkOrder

from ..models import BY_PLAN, SETTLED, Permit, PermitStatus, PermitType
from ..needs import amounts_of, derive_needs, need_beside
from ..overtaken import outgrown_pairs, overtaken_sections, write_amounts
from ..routes import joint_orders, load_building, load_ground, load_rules, load_runs
from .entrusting import who_files
from .filers import choose_filer
from .gateway import WITHDRAWN, tell_department
from .settling import settle_case, settle_order, take_date_back
from .telling import tell_orders

DESCRIBED = ["reason", "amounts", "needs_decision", "protected_until", "way_out", "way_out_basis"]


@transaction.atomic
def derive_permits(application, *, by, at, confirmed=(), since=None, is_known=False):
    """List every permit the confirmed plan needs, shared by its orders and merged with what is filed already.

    What nobody needs any more is dropped. Of the orders just ``confirmed`` one that needs none passes
    APPROVAL over. ``since``: from when it is as found now, where that was before now. ``is_known``: to the
    applicant, who is asked for nothing new or hears of it otherwise.
    """
    application = lock(application)
    orders = {order.pk: order for order in joint_orders(application).select_related("provider", "request")}
    # A way out by another plan has been gone by whose plan was confirmed.
    gone = application.permits.planned().filter(way_out__in=BY_PLAN).of_orders(confirmed)
    Permit.objects.filter(pk__in=gone.values("pk")).update(way_out="", way_out_basis="")
    works = _load_works(orders)
    needs = derive_needs(works.runs, works.rules, clock.today())
    kept = set()
    for need in needs:
        kept |= _meet(application, need, works, by=by)
    for permit in application.permits.current().exclude(pk__in=kept):
        _drop(permit, by=by)
    needing = {order for need in needs for order in need.orders}
    to_file = set(application.permits.to_file().values_list("orders", flat=True))
    is_filed = choose_filer(application, [run for run in works.runs if run.order in to_file], orders, by=by)
    if not (is_filed or is_known) and application.permits.planned().exists():
        tell_applicant(application, "permit.to_file", key=str(application.permits.count()))
    for order in confirmed:
        if order.pk in orders:  # one that takes the step alone says itself what it needs
            need_approval(order, is_needed=order.pk in needing, by=by, at=at)
    settle_case(application, by=by, at=since, confirmed=confirmed)


@transaction.atomic
def leave_permits(order, *, by, at):
    """The order takes the step alone: the others' permits no longer wait for it, nor it for them."""
    lock(order.application)
    if not order.permits.exists():
        return
    for permit in order.permits.exclude(status__in=SETTLED):
        permit.orders.remove(order)
    derive_permits(order.application, by=by, at=at)
    settle_order(order, by=by, at=at)
    take_date_back(order, by=by)


@dataclass(frozen=True)
class Works:
    """What is planned, by which rules that is allowed, and how far it is.

    ``to_open`` and ``opened``: (order, section). ``begun`` and ``built``: orders; of what is built nothing is asked for
    any more.
    """

    runs: list
    rules: list
    to_open: set
    opened: set
    begun: set
    built: set


def _load_works(orders):
    return Works(load_runs(orders), load_rules(), *load_ground(orders), *load_building(orders))


def _meet(application, need, works, *, by):
    """See that there are permits for all sections of a need; the keys of those that serve it.

    Where a road has come under protection since, or an order wants more there, or its validity is over, a permit filed
    before is no longer good for what is still to be opened or built of it.
    """
    kind = PermitType.objects.get(code=need.kind)
    present = list(application.permits.current().filter(type=kind, department=need.department))
    planned = next((permit for permit in present if permit.status == PermitStatus.PLANNED), None)
    settled = [permit for permit in present if permit.is_settled]
    pending = [permit for permit in present if not permit.is_settled and permit != planned]
    covered = {pair for pair in need.pairs if pair[0] in works.built and pair not in works.to_open}
    kept = set()
    shut, amounts = need.pairs - works.opened - covered, amounts_of(need, works.runs)
    outgrown = outgrown_pairs(settled, amounts) & shut
    for permit in settled:
        if pairs := _list_held(permit, need, works, shut) - outgrown:
            permit.orders.add(*{order for order, _section in pairs})  # none is taken away
            covered |= pairs
        elif permit.status == PermitStatus.RECORDED and _is_too_small(permit, need):
            move(permit, PermitStatus.REPLACED)
    outgrown = outgrown_pairs([*settled, *pending], amounts) & shut
    for permit in pending:  # only what nothing decided is good for waits for it
        if pairs := _list_held(permit, need, works, shut) - outgrown - covered:
            _put_on(permit, {order for order, _section in pairs})
            covered |= pairs
            kept.add(permit.pk)
    if rest := need_beside(need, works.runs, works.rules, clock.today(), covered):
        planned = planned or _new_permit(application, kind, rest)
        _describe(planned, rest, {place: amounts[place] for place in rest.sections | rest.pairs})
        kept.add(planned.pk)
    return kept


def _put_on(permit, keys):
    """The orders that wait for it; who comes to one that was refused learns it as the others did."""
    new = WorkOrder.objects.filter(pk__in=keys - set(permit.orders.values_list("pk", flat=True)))
    permit.orders.set(keys)
    if permit.status == PermitStatus.REFUSED:
        tell_orders(permit, new.all(), at=clock.now())


def _list_held(permit, need, works, shut):
    """The pairs of a need for which a permit that was filed is good."""
    own = set(permit.sections.values_list("pk", flat=True))
    pairs = {pair for pair in need.pairs if pair[1] in own}
    if permit.is_lapsed(clock.today()):
        return pairs - shut
    if _is_too_small(permit, need):
        return _list_begun(permit, pairs, works, shut)
    to_open = [run for run in works.runs if (run.order, run.section.key) in shut]
    bygone = overtaken_sections(permit, to_open)
    return {pair for pair in pairs if not (pair in shut and pair[1] in bygone)}


def _is_too_small(permit, need):
    """What is only recorded while the works are small does not do for large ones."""
    return need.needs_decision and not permit.needs_decision


def _list_begun(permit, pairs, works, shut):
    """Who has begun by what was recorded goes on by it."""
    if permit.status != PermitStatus.RECORDED:
        return set()
    begun = works.begun & set(permit.orders.values_list("pk", flat=True))
    return {pair for pair in pairs if pair not in shut or pair[0] in begun}


def _new_permit(application, kind, need):
    serial = application.permits.count() + 1
    return Permit.objects.create(
        application=application,
        type=kind,
        department_id=need.department,
        number=f"{application.number}-S{serial}",
        filed_by=who_files(application),
        reason=need.reason,
    )


def _describe(permit, need, amounts):
    """A planned permit says what the plan says; where the road is free no way out is needed."""
    permit.reason, permit.needs_decision = need.reason, need.needs_decision
    permit.protected_until, permit.amounts = need.protected_until, write_amounts(amounts)
    if need.protected_until is None:
        permit.way_out = permit.way_out_basis = ""
    permit.save(update_fields=DESCRIBED)
    permit.orders.set(need.orders)
    permit.sections.set(need.sections)


def _drop(permit, *, by):
    """Nobody needs it any more; what is decided stays as it is."""
    if permit.is_settled:
        return
    was_filed = permit.is_with_authority
    move(permit, PermitStatus.WITHDRAWN, due_on=None, legal_due_on=None)
    permit.application.record("permit.withdrawn", by=by, text=permit.title, permit=permit.number)
    if was_filed:
        tell_department(permit, WITHDRAWN)


def need_approval(order, *, is_needed, by, at):
    """Before PLAN is reached it is settled whether APPROVAL comes after it."""
    milestone = order.milestones.get(stage=Stage.APPROVAL)
    if not is_needed and milestone.status in (MilestoneStatus.PENDING, MilestoneStatus.RUNNING):
        skip_stage(order, Stage.APPROVAL, by=by, at=at, note=_("接入方案不需要办理审批手续"))
    elif is_needed and milestone.status == MilestoneStatus.SKIPPED and _may_come(order):
        need_stage(order, Stage.APPROVAL, by=by)


def _may_come(order):
    """Whether its turn is still to come."""
    running = order.milestones.running().first()
    return running is not None and PATH.index(running.stage) < PATH.index(Stage.APPROVAL)
