"""An emergency is dug first; its papers follow within 24 hours (城市道路管理条例 34)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.status import WrongStatus
from common.sweeps import sweep
from common.twice import said_just_now
from common.workdays import ONE_DAY
from utilities.push import order_page, remind_handlers, tell_office

from ..dig_terms import term
from ..models import Dig, DigKind, DigParty, DigStatus, DigTermKind, PartyRole
from ..signals import dig_changed
from .digging import BadDig, lock_trench, record
from .sections import lock_section, take_at_once

PAPERS_WITHIN = timedelta(hours=24)
NIGHT = 22  # o'clock


@transaction.atomic
def open_emergency_dig(order, *, cause, by, at=None, section=None, named=None, photos=()):
    """Open the ground at once, whatever stage the order is in: on a ``section`` there is, or on the one ``named``.

    ``named``: as ``take_section`` wants it. Raises ``WrongStatus``, ``BadDig`` and ``BadReport``.
    """
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    at = at or clock.now()
    if not cause.strip():
        raise BadDig(_("请写明抢修原因。"))
    if not order.is_living or not order.created_at <= at <= clock.now():
        raise BadDig(_("工单须在办理中；开挖时间不能晚于现在，也不能早于派单。"))
    section, cause = lock_section((section or take_at_once(order, **named)).pk), cause.strip()
    if twin := _opened_just_now(order, section, cause, at):
        return twin
    dig = Dig.objects.create(
        section=section,
        kind=DigKind.EMERGENCY,
        status=DigStatus.OPEN,
        starts_on=clock.local_date(at),
        opened_at=at,
        cause=cause,
        papers_due_at=at + PAPERS_WITHIN,
    )
    lead = {"provider": order.provider, "role": PartyRole.LEAD, "photos": list(photos)}
    DigParty.objects.create(dig=dig, order=order, joined_at=at, **lead)
    record(dig, order, "dig.emergency", by=by, at=at, text=cause)
    _tell_office(dig, order)
    dig_changed.send(Dig, dig=dig, by=by, at=at)
    return dig


def _opened_just_now(order, section, cause, at):
    """The same one, by the click before this: opened at the same moment, or within the minute where none is typed."""
    rows = Dig.objects.filter(kind=DigKind.EMERGENCY, section=section, cause=cause, parties__order=order)
    return rows.filter(opened_at=at).first() or said_just_now(rows, "opened_at")


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


def look_after_papers():
    """Each once: the provider before its papers are due, and provider and office when they are overdue."""
    now, lacking = clock.now(), Dig.objects.lacking_papers().select_related("section")
    soon = lacking.filter(papers_due_at__gt=now, papers_due_at__lte=now + term(DigTermKind.PAPERS))
    sweep(soon.filter(papers_reminded_at=None), _remind)
    sweep(lacking.filter(papers_due_at__lte=now, papers_chased_at=None), _chase)


def may_wait(due_at, now):
    """At night nobody is woken for what is not due before seven."""
    local = now.astimezone(clock.LOCAL)
    morning = local.replace(hour=7, minute=0, second=0, microsecond=0) + ONE_DAY * (local.hour >= NIGHT)
    return (local.hour >= NIGHT or local.hour < morning.hour) and due_at > morning


@transaction.atomic
def _remind(dig):
    now = clock.now()
    if may_wait(dig.papers_due_at, now):
        return
    rows = Dig.objects.lacking_papers().filter(pk=dig.pk, papers_reminded_at=None)
    order = _order_of(dig)
    if order and rows.update(papers_reminded_at=now):
        text = _("【宁河报装】工单 %(number)s 应急开挖 %(section)s，手续须在 %(until)s 前补办并登记：%(url)s")
        _tell_provider(dig, order, "dig.papers_reminded", text, at=now)


@transaction.atomic
def _chase(dig):
    order, now = _order_of(dig), clock.now()
    if not Dig.objects.lacking_papers().filter(pk=dig.pk, papers_chased_at=None).update(papers_chased_at=now):
        return
    party = dig.parties.select_related("provider").first()
    tell_office(
        kind="dig.papers_overdue",
        key=f"dig.papers_overdue:{dig.pk}",
        about=order.number if order else "",
        text=_("【宁河报装】%(provider)s应急开挖 %(section)s 的手续已过 24 小时未补办，请督促。")
        % {"provider": party.provider, "section": dig.section},
    )
    if order:
        text = _(
            "【宁河报装】工单 %(number)s 应急开挖 %(section)s 的手续已于 %(until)s 到期，请立即补办：%(url)s"
        )
        _tell_provider(dig, order, "dig.papers_overdue", text, at=now)


def _tell_provider(dig, order, kind, text, *, at):
    until = dig.papers_due_at.astimezone(clock.LOCAL)
    facts = {
        "number": order,
        "section": dig.section,
        "until": f"{until:%m-%d %H:%M}",
        "url": order_page(order),
    }
    record(dig, order, kind, by=SYSTEM, at=at)
    remind_handlers(order, kind, text % facts, at_once=True)


def _order_of(dig):
    """Of who dug it; None where it was dug without an order."""
    party = dig.parties.exclude(order=None).select_related("order__provider", "order__request").first()
    return party and party.order
