"""An emergency is dug first; its papers follow within 24 hours (城市道路管理条例 34)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import WrongStatus
from common.sweeps import sweep
from utilities.push import tell_office

from ..models import Dig, DigKind, DigParty, DigStatus, PartyRole
from ..signals import dig_changed
from .digging import BadDig, lock_section, lock_trench, record

PAPERS_WITHIN = timedelta(hours=24)


@transaction.atomic
def open_emergency_dig(order, *, section, cause, by, at=None):
    """Open the ground at once, whatever stage the order is in. Raises ``WrongStatus`` and ``BadDig``."""
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    at = at or clock.now()
    if not cause.strip():
        raise BadDig(_("请写明抢修原因。"))
    if not order.is_living or not order.created_at <= at <= clock.now():
        raise BadDig(_("工单须在办理中；开挖时间不能晚于现在，也不能早于派单。"))
    section = lock_section(section.pk)
    dig = Dig.objects.create(
        section=section,
        kind=DigKind.EMERGENCY,
        status=DigStatus.OPEN,
        starts_on=clock.local_date(at),
        opened_at=at,
        cause=cause.strip(),
        papers_due_at=at + PAPERS_WITHIN,
    )
    DigParty.objects.create(dig=dig, provider=order.provider, order=order, role=PartyRole.LEAD, joined_at=at)
    record(dig, order, "dig.emergency", by=by, at=at, text=cause.strip())
    _tell_office(dig, order)
    dig_changed.send(Dig, dig=dig, by=by, at=at)
    return dig


def _tell_office(dig, order):
    tell_office(
        kind="dig.emergency",
        key=f"dig.emergency:{dig.pk}",
        about=order.number,
        text=_("【宁河报装】%(provider)s应急开挖 %(section)s：%(cause)s，手续须于 24 小时内补办。")
        % {"provider": order.provider, "section": dig.section, "cause": dig.cause},
    )


@transaction.atomic
def bring_papers(dig, *, order, number, by, file=""):
    """The papers of an emergency have been made up for. Raises ``WrongStatus``."""
    dig = lock_trench(dig, order=order)
    if not dig.is_emergency or dig.papers_brought_at:
        raise WrongStatus(_("这次开挖没有待补办的手续。"))
    dig.papers_brought_at, dig.papers_number, dig.papers_file = clock.now(), number, file
    dig.save(update_fields=["papers_brought_at", "papers_number", "papers_file"])
    record(dig, order, "dig.papers_brought", by=by, at=dig.papers_brought_at, text=number)
    return dig


def chase_papers():
    """Once per emergency: the office learns of papers that were not made up for in time."""
    late = Dig.objects.lacking_papers().filter(papers_due_at__lt=clock.now(), papers_chased_at=None)
    sweep(late.select_related("section"), _chase)


@transaction.atomic
def _chase(dig):
    if Dig.objects.filter(pk=dig.pk, papers_chased_at=None).update(papers_chased_at=clock.now()):
        party = dig.parties.select_related("provider", "order").first()
        tell_office(
            kind="dig.papers_overdue",
            key=f"dig.papers_overdue:{dig.pk}",
            about=party.order.number if party.order else "",
            text=_("【宁河报装】%(provider)s应急开挖 %(section)s 的手续已过 24 小时未补办，请督促。")
            % {"provider": party.provider, "section": dig.section},
        )
