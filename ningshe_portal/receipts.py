"""The receipt (受理通知书): what the case, its orders and their limits say at the moment of acceptance."""

from applications.models import PaperKind
from applications.paper_content import heading, in_chinese, material_lines
from applications.paper_words import written_day, written_moment
from applications.papers import issue_paper
from common import clock
from common.clock import local_date
from milestones.ledger import Unit
from milestones.limits import pick_limit
from milestones.models import Milestone, TimeLimit
from milestones.stages import Stage
from utilities.models import Variant

LATER_STAGES = (Stage.SURVEY, Stage.PLAN, Stage.ACCEPTANCE, Stage.CONNECTION, Stage.WHOLE)


def issue_receipt(application, orders, unrouted, *, by, at):
    """Freeze the receipt of a case just accepted."""
    content = receipt_content(application, orders, unrouted, by=by, at=at)
    return issue_paper(application, PaperKind.RECEIPT, content, at=at)


def renew_receipt(application, *, by):
    """A new receipt for a new contact: the 查询码 on the one before has become void with the change."""
    last = application.papers.filter(kind=PaperKind.RECEIPT).last()
    if last is None:
        return
    now = clock.now()
    content = last.content | heading(application, at=now, by=by)
    content |= {"query_code_version": application.query_code_version}
    issue_paper(application, PaperKind.RECEIPT, content, at=now)


@in_chinese
def receipt_content(application, orders, unrouted, *, by, at):
    """``query_code_version`` stands for the 查询码, which is written nowhere but on the drawn paper."""
    limits, on = list(TimeLimit.objects.valid_on(local_date(at))), local_date(at)
    rows = [line for order in orders for line in _limit_lines(order.request, limits, on)]
    requests = sorted([order.request for order in orders] + unrouted, key=lambda request: request.pk)
    return heading(application, at=at, by=by, requests=requests) | {
        "complete_at": written_moment(application.complete_at),
        "accepted_at": written_moment(application.accepted_at),
        "is_deemed": application.deemed_at is not None,
        "orders": _order_lines(orders),
        "unrouted": [request.label for request in unrouted],
        "stages": [str(stage.label) for stage in LATER_STAGES],
        "limits": [row for row in rows if any(row["days"])],
        "has_unconfirmed": any("*" in days for row in rows for days in row["days"]),
        "materials": material_lines(application),
        "query_code_version": application.query_code_version,
    }


def _order_lines(orders):
    """Who has each service in hand, and until when he must take it up."""
    first_stages = Milestone.objects.filter(order__in=orders, stage=Stage.ACKNOWLEDGE)
    by_order = {milestone.order_id: milestone for milestone in first_stages}
    return [_order_line(order, by_order[order.pk]) for order in orders]


def _order_line(order, milestone):
    return {
        "number": order.number,
        "label": order.request.label,
        "provider": str(order.provider),
        "due_on": written_day(milestone.due_on) if milestone.due_on else "",
        "is_estimated": milestone.is_estimated,
    }


def _limit_lines(request, limits, on):
    """The limits of the later stages; while the way of supply is not known, a line for each."""
    known = {limit.variant for limit in limits if limit.service == request.service and limit.variant}
    variants = [variant for variant in Variant if variant in known] or [None]
    return [
        {
            "label": f"{request.label}（{variant.label}）" if variant else request.label,
            "days": [_days(stage, request.service, variant or "", limits, on) for stage in LATER_STAGES],
        }
        for variant in variants
    ]


def _days(stage, service, variant, limits, on):
    """Without and with works outside, ``1 / 2``; a star where the district has not confirmed the limit."""
    without, having = (
        _days_text(pick_limit(limits, stage, service=service, variant=variant, has_outside_works=has, on=on))
        for has in (False, True)
    )
    return without if without == having else f"{without or '—'} / {having or '—'}"


def _days_text(limit):
    if limit is None:
        return ""
    unit = "自然日" if limit.unit == Unit.NATURAL else ""
    return f"{limit.days}{unit}{'' if limit.is_confirmed else '*'}"
