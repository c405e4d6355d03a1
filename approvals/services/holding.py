"""A trench that came with a changed plan stays shut until its permits are granted, also once APPROVAL is over.

EXCAVATION, or BACKFILL if that runs already, is meanwhile held by whoever must act.
"""

from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common import clock
from common.status import WrongStatus
from milestones.services import hand_on
from milestones.stages import Holder, Stage, Wait
from works.models import DigStatus
from works.protected import with_backfill
from works.services.alone import enter_trenches
from works.services.dig_stages import settle_order as settle_trenches

from ..models import PermitStatus
from ..needs import Kind
from ..overtaken import overtaking
from ..routes import takes_alone
from ..standing import FOREMOST, TO_DECIDE, overall
from .holders import standing_of

DONE = (PermitStatus.GRANTED, PermitStatus.RECORDED)
OF_TRENCHES = (Stage.EXCAVATION, Stage.BACKFILL)
OWN_WAITS = {Wait.MORE_PERMITS, *FOREMOST}  # those this module lets a stage stand still for


def awaited_permits(order):
    """Those without which the order may not open the ground."""
    return order.permits.current().exclude(status__in=DONE)


def check_road(order, section):
    """Raises ``WrongStatus`` while a permit this order needs for the road is missing or has been overtaken.

    Who takes APPROVAL alone says himself what he needs.
    """
    if takes_alone(order):
        return
    awaited = awaited_permits(order).filter(sections=section).select_related("application").first()
    if awaited:
        facts = {"section": section, "permit": awaited.title, "who": who_must_act(awaited)}
        raise WrongStatus(_("%(section)s还缺%(permit)s，办结后才能开挖：%(who)s。") % facts)
    if protection := _protection_unasked(order, section):
        facts = {"section": section, "why": protection.why, "until": protection.until.isoformat()}
        raise WrongStatus(
            _(
                "%(section)s：%(why)s，%(until)s 前不得挖掘。请改走其他路由、改用非开挖、报区政府批准，或等待期满。"
            )
            % facts
        )


def is_overtaken(order, section):
    """Whether the road has come under protection, and no permit is planned yet that knows of it."""
    if takes_alone(order) or _protection_unasked(order, section) is None:
        return False
    return not order.permits.planned().filter(sections=section, type__code=Kind.ROAD_DIGGING).exists()


def _protection_unasked(order, section):
    """Under which the road has come since it was decided, where no permit of the order reaches beyond it."""
    [section] = with_backfill([section])
    permits = order.permits.current().filter(sections=section, type__code=Kind.ROAD_DIGGING)
    found = [overtaking(permit, section) for permit in permits.select_related("type")]
    return found[0] if found and all(found) else None


def who_must_act(permit):
    """In words, of a permit that is not granted or recorded."""
    if permit.status == PermitStatus.REFUSED:
        return _("未获批准，须重新申报或修改方案")
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


def hold_trenches(order, *, by, at=None, is_confirmed=False):
    """Whoever must act on the permits has the stage in hand as long as no trench can be opened without them.

    Whether that is so. Whoever calls holds the lock on the case.
    """
    milestone = order.milestones.running().filter(stage__in=OF_TRENCHES).first()
    if milestone is None:
        return False
    reason = milestone.spans.last().reason
    if awaited := _shut_by(order):
        if is_confirmed or reason not in (Wait.PLAN_CONFIRMATION, Wait.OTHER_PARTS):
            hand_on(milestone, by=by, at=at, **vars(_standing(awaited)))
        return True
    if reason in OWN_WAITS:
        hand_on(milestone, holder=Holder.PROVIDER, by=by, at=at)
        enter_trenches(order, at=clock.now())
        settle_trenches(order, by=SYSTEM)
    return False


def _standing(permits):
    """As in APPROVAL, but for the days of a department: they are not the provider's."""
    stands = overall(standing_of(permit) for permit in permits)
    return type(stands)(Holder.AUTHORITY, Wait.MORE_PERMITS) if stands == TO_DECIDE else stands


def _shut_by(order):
    """The permits still awaited for its roads, none where a trench may be opened now or all are open."""
    roads = _roads_to_open(order)
    awaited = list(awaited_permits(order).filter(sections__in=roads).distinct().prefetch_related("sections"))
    shut = {section.pk for permit in awaited for section in permit.sections.all()}
    return awaited if roads and roads <= shut else []


def _roads_to_open(order):
    part = order.plan_parts.confirmed().prefetch_related("routes").first()
    planned = {route.section_id for route in part.routes.all() if route.opens_ground} if part else set()
    opened = order.dig_parties.living().exclude(dig__status=DigStatus.PLANNED)
    return planned - set(opened.values_list("dig__section", flat=True))
