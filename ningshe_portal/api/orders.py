"""Reading: own orders by change, one order, and everything that was sent."""

import json
import re
from contextlib import suppress
from typing import Annotated

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from outbox.models import Message
from utilities.models import OrderStatus
from utilities.push import WITHDRAWN
from utilities.services import mark_fetched

from . import outputs
from .cursors import (
    EVENTS_LAG,
    ORDERS_LAG,
    BadCursor,
    Cursor,
    Place,
    read_cursor,
    settled_before,
    write_cursor,
)
from .facts import order_facts, running_stages, summary_facts
from .fetching import get_order, own_orders
from .inputs import Moment
from .validation import fault

MOST_ROWS = 200
USUAL_ROWS = 100
WEBHOOK_ID = re.compile(r"[A-Za-z0-9_]{1,40}")

router = Router()
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description=_("每次最多几条"))]


@router.get(
    "/orders",
    response=outputs.Orders,
    summary=_("按变更先后读取本单位工单"),
    description=_(
        "先变更的在前。请保存应答中的 `cursor`，下次带上；`has_more` 为 true 时请立即接着读。\n\n"
        "最近 60 秒内变更的工单会重复出现，这样晚提交的变更不会被漏掉；"
        "请按 `number` 和 `changed_at` 去重。读到即记为“对方系统已读取”。"
    ),
)
def list_orders(
    request,
    status: Annotated[OrderStatus | None, Query(description=_("只看某一状态；增量同步时不要使用"))] = None,
    changed_after: Annotated[Moment | None, Query(description=_("只看此刻之后有变更的"))] = None,
    cursor: Annotated[str, Query(max_length=500, description=_("上一次应答中的 cursor"))] = "",
    limit: Limit = USUAL_ROWS,
):
    start = _read(cursor)
    horizon = settled_before(ORDERS_LAG)  # before the rows: what settles meanwhile is read again
    rows = _changed(own_orders(request), status=status, since=changed_after, place=start.place)
    found = list(rows[: limit + 1])
    orders, has_more = found[:limit], len(found) > limit
    note_fetched(orders)
    places = [Place(order.changed_at, order.pk) for order in orders]
    stages = running_stages(orders)
    return {
        "orders": [summary_facts(order, stages.get(order.pk)) for order in orders],
        "cursor": write_cursor(start.after(places, horizon=horizon, has_more=has_more)),
        "has_more": has_more,
    }


@router.get(
    "/orders/{number}",
    response=outputs.Order,
    summary=_("读取一个工单"),
    description=_("申请人、联系人、地址、需求、自主选择和各环节时限。读到即记为“对方系统已读取”。"),
)
def get_one_order(request, number: str):
    order = get_order(request, number)
    note_fetched([order])
    return order_facts(order)


@router.get(
    "/events",
    response=outputs.Events,
    summary=_("补读推送过的全部事件"),
    description=_(
        "推送接收系统停机恢复后，用它补齐遗漏。内容与推送的相同，按产生先后排列。\n\n"
        "刚产生的事件约 2 秒后才出现，这样晚提交的事件不会被漏掉。送达满 90 天的事件，内容已清除，不再列出。"
    ),
)
def list_events(
    request,
    after: Annotated[str, Query(max_length=40, description=_("已读到的最后一个事件的 webhook-id"))] = "",
    limit: Limit = USUAL_ROWS,
):
    horizon = settled_before(EVENTS_LAG)
    sent = sent_to(request.auth)
    rows = readable(sent, request.auth).filter(created_at__lt=horizon).exclude(body=b"").order_by("pk")
    if after:
        rows = rows.filter(pk__gt=_key_of(sent, after))
    found = list(rows[: limit + 1])
    return {"events": [_event(row) for row in found[:limit]], "has_more": len(found) > limit}


def _changed(orders, *, status, since, place):
    """By change, from a place on."""
    rows = orders.order_by("changed_at", "pk")
    if status:
        rows = rows.filter(status=status)
    if since:
        rows = rows.filter(changed_at__gt=since)
    if place:
        rows = rows.filter(Q(changed_at__gt=place.moment) | Q(changed_at=place.moment, pk__gt=place.pk))
    return rows


def note_fetched(orders):
    """Only where there is something to write; who reads is not refused because somebody else is writing."""
    fresh = [order for order in orders if order.fetched_at is None]
    if fresh:
        with suppress(OperationalError), transaction.atomic():
            mark_fetched(fresh)


def sent_to(provider):
    """The pushes about this provider's own orders, and those to its endpoint that are about none."""
    own = Q(about__in=provider.orders.values("number"))
    general = Q(about="", endpoint=provider.endpoint_id)
    return Message.objects.filter(own | general, channel="webhook", endpoint__kind="provider")


def readable(sent, provider):
    """Of an order whose applicant took back his consent only that it was withdrawn, so that work stops."""
    shut = provider.orders.exclude(pk__in=provider.orders.shared().values("pk"))
    return sent.exclude(~Q(kind=WITHDRAWN), about__in=shut.values("number"))


def _key_of(sent, uid):
    row = sent.filter(uid=uid).values_list("pk", flat=True) if WEBHOOK_ID.fullmatch(uid) else ()
    for pk in row:
        return pk
    raise fault("query", "after", gettext("没有发给本单位的这个 webhook-id。"))


def _event(message):
    return {"webhook_id": message.uid} | json.loads(bytes(message.body))


def _read(text):
    try:
        return read_cursor(text) if text else Cursor()
    except BadCursor as error:
        raise fault("query", "cursor", gettext("不是本接口给出的 cursor。")) from error
