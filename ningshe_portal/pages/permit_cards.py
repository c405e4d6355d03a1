"""A permit as pages show it: where it stands, why, until when. Pure but for its own rows."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from approvals.models import Filer, Permit, PermitStatus

from .deadlines import Deadline, day_text, deadline


@dataclass(frozen=True)
class PermitCard:
    """``deadline``: of one that is with the authority; ``legal``: the day the law sets."""

    permit: Permit
    deadline: Deadline | None
    legal: str
    promise: str
    procedures: tuple
    way_out: str
    filer: str
    is_confirmed: bool


def build_card(permit, calendar, today: date) -> PermitCard:
    """``permit`` with its type, department and spans."""
    is_open = permit.is_with_authority
    return PermitCard(
        permit=permit,
        deadline=deadline(permit, calendar, today) if is_open else None,
        legal=day_text(permit.legal_due_on) if is_open and permit.legal_due_on else "",
        promise=_promise(permit),
        procedures=tuple(permit.spans.all()),
        way_out=_way_out(permit, today),
        filer=str(Filer(permit.filed_by).label),
        is_confirmed=permit.type.is_confirmed,
    )


def who_files(order, entrustment):
    """In one sentence, for the staff of one provider; ``entrustment``: the living one of the case, or None."""
    if entrustment is None:
        return _("由申请人自行申报。")
    facts = {"provider": entrustment.provider, "state": entrustment.get_status_display()}
    if entrustment.provider_id == order.provider_id:
        return _("由本单位为全部工单统一申报（委托书%(state)s）。") % facts
    return _("由%(provider)s统一申报（委托书%(state)s）。") % facts


def _promise(permit):
    """The frozen limits, or before the filing those of the type."""
    facts = {
        "promised": permit.limit_days or permit.type.promised_days,
        "legal": permit.legal_days or permit.type.legal_days,
    }
    return _("承诺 %(promised)d 个工作日，法定 %(legal)d 个工作日") % facts


def _way_out(permit, today):
    """What was chosen, or that something has to be chosen first."""
    is_planned = permit.status == PermitStatus.PLANNED
    if not permit.way_out and is_planned and permit.protected_until and permit.protected_until > today:
        until = permit.protected_until.isoformat()
        return _("待选定：道路在保护期内，%s 前不得开挖，选定后才能申报") % until
    if not permit.way_out:
        return ""
    return "：".join(filter(None, [permit.get_way_out_display(), permit.way_out_basis]))
