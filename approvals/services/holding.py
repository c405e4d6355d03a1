"""What came with a changed plan is not dug or built until its permits are granted, also once APPROVAL is over.

The stage of the works that runs is meanwhile held by whoever must act.
"""

from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common import clock
from common.clock import local_date, to_minute
from common.status import TooEarly
from milestones.services import hand_on
from milestones.stages import Holder, Stage, Wait
from works.ground import sections_to_open
from works.protected import with_backfill
from works.services.alone import enter_trenches
from works.services.dig_stages import settle_order as settle_trenches

from ..models import BY_PLAN, Filer, PermitStatus
from ..needs import Kind, derive_needs
from ..overtaken import is_asked_for, overtaking, replaces
from ..routes import joint_orders, load_rules, load_runs, takes_alone
from ..standing import FOREMOST, TO_DECIDE, overall
from .holders import standing_of

DONE = (PermitStatus.GRANTED, PermitStatus.RECORDED)
OF_WORKS = (Stage.EXCAVATION, Stage.CONSTRUCTION)
OWN_WAITS = {Wait.MORE_PERMITS, *FOREMOST}  # those this module lets a stage stand still for


def awaited_permits(order):
    """Those without which the order may not open the ground, nor build."""
    return order.permits.current().exclude(status__in=DONE)


def check_road(order, section, *, at=None):
    """Raises ``TooEarly`` while a permit this order needs for the road is missing or has been overtaken.

    ``at``: when it was opened, where that is told afterwards (城市道路管理条例 33). What held then stands, also if it
    is asked for anew by now, and what came later does not help.

    Who takes APPROVAL alone says himself what he needs.
    """
    if takes_alone(order):
        return
    on = local_date(at or clock.now())
    permits = awaited_permits(order).filter(sections=section).select_related("application", "type")
    permits = [permit for permit in permits if is_asked_for(permit, order, section.pk)]
    if at:
        permits = [permit for permit in permits if not _had_before(permit, order, section, at)]
    if awaited := next(iter(permits), None):
        facts = {"section": section, "permit": awaited.title, "who": who_must_act(awaited)}
        raise TooEarly(_("%(section)s还缺%(permit)s，办结后才能开挖：%(who)s。") % facts)
    if lapsed := _lapsed(order, section, on):
        facts = {"section": section, "permit": lapsed.title, "until": lapsed.valid_until.isoformat()}
        raise TooEarly(_("%(section)s的%(permit)s有效期至 %(until)s，已过期，须重新申报后才能开挖。") % facts)
    if protection := _protection_unasked(order, section, on):
        facts = {"section": section, "why": protection.why, "until": protection.until.isoformat()}
        raise TooEarly(
            _(
                "%(section)s：%(why)s，%(until)s 前不得挖掘。请改走其他路由、改用非开挖、报区政府批准，或等待期满。"
            )
            % facts
        )
    if at and (late := _came_after(order, at, section)):
        facts = {"section": section, "permit": late.title, "at": clock.show(late.decided_at)}
        raise TooEarly(_("%(section)s的%(permit)s于 %(at)s 办结，开挖时间不能早于办结时间。") % facts)


def check_built(order, *, at):
    """Raises ``TooEarly`` while a permit for what the order has built by then is awaited, or where it came later.

    What was finished while another was valid does not wait for the one asked for in its place.
    """
    if takes_alone(order):
        return
    granted = list(order.permits.filter(status__in=DONE))
    for awaited in awaited_permits(order).select_related("application", "type", "department"):
        if not any(_held_until(earlier, at) and replaces(awaited, earlier, order) for earlier in granted):
            facts = {"permit": awaited.title, "who": who_must_act(awaited)}
            raise TooEarly(_("还缺%(permit)s，办结后才能上报施工完成：%(who)s。") % facts)
    if late := _came_after(order, at):
        facts = {"permit": late.title, "at": clock.show(late.decided_at)}
        raise TooEarly(_("%(permit)s于 %(at)s 办结，施工完成时间不能早于办结时间。") % facts)


def _held_until(permit, at):
    """Valid that day, and no longer."""
    return permit.is_lapsed(clock.today()) and not permit.is_lapsed(local_date(at))


def _came_after(order, at, section=None):
    """A permit still needed, for the road or for any, that was not there yet at that moment; nor one in its place."""
    granted = list(order.permits.filter(status__in=DONE).select_related("type", "department"))
    held = [row for row in granted if not _is_later(row, at) and not row.is_lapsed(local_date(at))]
    for late in (row for row in granted if _is_later(row, at)):
        for road in late.sections.filter(pk=section.pk) if section else late.sections.all():
            is_asked = is_asked_for(late, order, road.pk) and _is_needed(late, order, road)
            if is_asked and not any(replaces(late, earlier, order, road.pk) for earlier in held):
                return late
    return None


def _is_later(permit, at):
    return bool(permit.decided_at and to_minute(permit.decided_at) > at)


def is_overtaken(order, section):
    """Whether the road has come under protection, and no permit is planned yet that knows of it."""
    if takes_alone(order) or _protection_unasked(order, section, clock.today()) is None:
        return False
    return not order.permits.planned().filter(sections=section, type__code=Kind.ROAD_DIGGING).exists()


def _had_before(awaited, order, section, at):
    """Whether it was allowed at that moment by another, in whose place this one is asked for."""
    [road] = with_backfill([section])
    held = order.permits.filter(status__in=DONE, sections=section).select_related("type")
    return any(
        replaces(awaited, permit, order, section.pk) and overtaking(permit, road, local_date(at)) is None
        for permit in held
        if not (_is_later(permit, at) or permit.is_lapsed(local_date(at)))
    )


def _lapsed(order, section, today):
    """A permit still needed for it whose validity is over, where none of its kind holds on."""
    present = order.permits.current().filter(sections=section).select_related("type", "department")
    holding = {(permit.type_id, permit.department_id) for permit in present if not permit.is_lapsed(today)}
    lapsed = [
        row for row in present if row.is_lapsed(today) and (row.type_id, row.department_id) not in holding
    ]
    return next((permit for permit in lapsed if _is_needed(permit, order, section)), None)


def _is_needed(permit, order, section):
    """Whether the plan in force still asks for what was granted."""
    runs = load_runs(joint_orders(order.application).values("pk"))
    return any(
        (need.kind, need.department) == (permit.type.code, permit.department_id)
        and (order.pk, section.pk) in need.pairs
        for need in derive_needs(runs, load_rules(), clock.today())
    )


def _protection_unasked(order, section, on):
    """Under which the road had come by that day since it was decided, where no permit of the order reaches beyond."""
    [section] = with_backfill([section])
    permits = order.permits.current().filter(sections=section, type__code=Kind.ROAD_DIGGING)
    found = [overtaking(permit, section, on) for permit in permits.select_related("type")]
    return found[0] if found and all(found) else None


def who_must_act(permit):
    """In words, of a permit that is not granted or recorded."""
    if permit.status == PermitStatus.REFUSED and permit.filed_by == Filer.APPLICANT:
        return _("未获批准，由申请人重新申报，或由承办单位修改方案")
    if permit.status == PermitStatus.REFUSED:
        return _("未获批准，须重新申报或修改方案")
    if permit.status == PermitStatus.PLANNED and permit.way_out in BY_PLAN:
        return _("等待承办单位修改方案")
    stands = standing_of(permit)
    if stands.waits_for == Wait.ENTRUSTMENT:
        return _("等待申请人签署审批委托书")
    if stands.waits_for == Wait.ROAD_PROTECTION:
        return _("道路在保护期内，期满后申报")
    if stands.holder == Holder.AUTHORITY:
        return _("已申报，等待%s决定") % permit.department
    if stands.holder == Holder.APPLICANT:
        return _("由申请人自行申报")
    entrustment = permit.application.entrustments.living().select_related("provider").first()
    return _("由受委托的%s申报") % entrustment.provider if entrustment else _("等待确定由谁申报")


def hold_works(order, *, by, at=None, is_confirmed=False):
    """Whoever must act on the permits has the stage in hand as long as nothing can be dug, or not all be built, before.

    Whether that is so. Whoever calls holds the lock on the case.
    """
    milestone = order.milestones.running().filter(stage__in=OF_WORKS).first()
    if milestone is None:
        return False
    reason = milestone.spans.last().reason
    if awaited := _keeping(order, milestone.stage):
        if is_confirmed or reason in ("", Wait.OTHER_PARTIES, *OWN_WAITS):
            hand_on(milestone, by=by, at=at, **vars(_standing(awaited)))
        return True
    if reason in OWN_WAITS:
        hand_on(milestone, holder=Holder.PROVIDER, by=by, at=at)
        enter_trenches(order, at=clock.now())
        settle_trenches(order, by=SYSTEM)
    return False


def go_into_trenches(permit):
    """Who was kept out of a trench for want of this permit lies in it again."""
    orders = list(permit.orders.living().select_related("request__application", "provider__endpoint"))
    for order in orders:
        enter_trenches(order, at=clock.now())
        settle_trenches(order, by=SYSTEM)


def _standing(permits):
    """As in APPROVAL, but for the days of a department: they are not the provider's."""
    stands = overall(standing_of(permit) for permit in permits)
    return type(stands)(Holder.AUTHORITY, Wait.MORE_PERMITS) if stands == TO_DECIDE else stands


def _keeping(order, stage):
    """The permits without which the stage cannot go on: nothing can be dug, or not everything be built."""
    return list(awaited_permits(order)) if stage == Stage.CONSTRUCTION else _shut_by(order)


def _shut_by(order):
    """The permits still awaited for its roads, none where a trench may be opened now or all are open."""
    roads, shut, keeping = sections_to_open(order), set(), []
    for permit in awaited_permits(order).filter(sections__in=roads).distinct():
        keys = permit.sections.values_list("pk", flat=True)
        if asked := {key for key in keys if key in roads and is_asked_for(permit, order, key)}:
            keeping.append(permit)
            shut |= asked
    return keeping if roads <= shut else []
