"""The verbs of a work order: routed, acknowledged, returned, declared unavailable, ended, connected."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import SYSTEM
from applications.amounts import needs_assessment
from applications.catalogue import SERVICES
from applications.models import RequestStatus
from applications.services import end_request, lock, record_many
from common import clock
from common.status import Refusal, WrongStatus, move
from common.unused_files import remove_after_commit

from . import signals
from .api_keys import PREFIX_LENGTH, hash_key, new_key
from .models import (
    LIVING,
    ApiKey,
    OrderFile,
    OrderStatus,
    ReturnReason,
    Variant,
    WorkOrder,
)
from .push import tell_of_new_orders, tell_office, tell_provider
from .routing import Unroutable, route
from .selectors import load_areas, member_named, member_of

USE_NOTED_EVERY = timedelta(minutes=1)
UNROUTED_TEXTS = {
    Unroutable.NO_AREA: gettext_lazy("该街镇尚未设定服务单位，已转统筹人员分派"),
    Unroutable.NO_NETWORK: gettext_lazy("该街镇暂无管网，已转统筹人员处理"),
    Unroutable.PROVIDER_CLOSED: gettext_lazy("服务单位暂停接单，已转统筹人员分派"),
}
ORDER_ENDS = {
    RequestStatus.WITHDRAWN: OrderStatus.WITHDRAWN,
    RequestStatus.NOT_CHOSEN: OrderStatus.NOT_CHOSEN,
    RequestStatus.TERMINATED: OrderStatus.TERMINATED,
    RequestStatus.UNAVAILABLE: OrderStatus.UNAVAILABLE,
}


class BadAcknowledgement(Refusal):
    """An acknowledgement that lacks something or contradicts itself."""


@transaction.atomic(savepoint=False)
def route_requests(application, *, by, at):
    """Turn the open requests of an accepted case into work orders; what has no provider goes to the office."""
    areas = load_areas(application.town_id)
    requests = list(application.requests.filter(status=RequestStatus.OPEN))
    routed, unrouted = [], {}
    for request in requests:
        request.application = application
        provider, why = route(request.service, request.carrier, application.town_id, areas)
        if provider:
            routed.append((request, provider))
        else:
            unrouted[request] = why
    orders = _create_orders(application, routed, by=by, at=at)
    if unrouted:
        _leave_to_office(application, unrouted, at=at)
    signals.orders_routed.send(
        WorkOrder, application=application, orders=orders, unrouted=list(unrouted), by=by, at=at
    )
    return orders


@transaction.atomic
def assign_request(request, provider, *, by):
    """The office gives an unrouted or returned request to a provider: a new order. Raises ``WrongStatus``."""
    application = lock(request.application)
    request.refresh_from_db()
    request.application = application
    if request.status != RequestStatus.OPEN or request.orders.filter(status__in=LIVING).exists():
        raise WrongStatus(_("%s：该事项已有在办工单或已结束。") % request)
    if (provider.service, provider.carrier) != (request.service, request.carrier):
        raise WrongStatus(_("“%s”不办理该事项。") % provider)
    now = clock.now()
    orders = _create_orders(application, [(request, provider)], by=by, at=now)
    signals.orders_routed.send(WorkOrder, application=application, orders=orders, unrouted=[], by=by, at=now)
    return orders[0]


def _create_orders(application, routed, *, by, at):
    earlier = Counter(
        WorkOrder.objects.filter(request__application=application).values_list("request_id", flat=True)
    )
    orders = WorkOrder.objects.bulk_create(
        WorkOrder(
            request=request,
            provider=provider,
            number=_order_number(application, request, earlier[request.pk]),
            created_at=at,
            changed_at=at,
            event_seq=1,
        )
        for request, provider in routed
    )
    texts = {order.request_id: str(order.provider) for order in orders}
    record_many("request.routed", [order.request for order in orders], by=by, at=at, texts=texts)
    tell_of_new_orders(orders, at=at)
    return orders


def _order_number(application, request, earlier):
    """``NH…-W``; a second order for the same request adds ``.2``."""
    number = f"{application.number}-{SERVICES[request.service].order_letter(request.carrier)}"
    return f"{number}.{earlier + 1}" if earlier else number


def _leave_to_office(application, unrouted, *, at):
    texts = {request.pk: str(UNROUTED_TEXTS[why]) for request, why in unrouted.items()}
    record_many("request.unrouted", list(unrouted), by=SYSTEM, at=at, texts=texts)
    labels = "、".join(request.label for request in unrouted)
    tell_office(
        kind="request.unrouted",
        key=f"unrouted:{application.number}:{at.isoformat()}",
        about=application.number,
        text=_("%(number)s 的%(labels)s没有可分派的单位，请处理。")
        % {"number": application.number, "labels": labels},
    )


@transaction.atomic
def acknowledge_order(
    order, *, by, handler_name, handler_phone="", variant="", needs_survey, has_outside_works=None, at=None
):
    """The provider takes the order in hand.

    ``has_outside_works`` may stay open (None) only where a survey will tell. Raises ``WrongStatus`` and
    ``BadAcknowledgement``.
    """
    at = at or clock.now()
    handler = member_named(order.provider, handler_name) or member_of(order.provider, by)
    _check_acknowledgement(order.request, handler_name, variant, needs_survey, has_outside_works)
    lock(order.application)
    move(
        order,
        OrderStatus.OPEN,
        handler=handler,
        handler_name=handler_name,
        handler_phone=handler_phone,
        variant=variant,
        needs_survey=needs_survey,
        has_outside_works=has_outside_works,
        acknowledged_at=at,
        read_at=order.read_at or at,
        changed_at=clock.now(),
    )
    order.application.record(
        "order.acknowledged",
        by=by,
        at=at,
        request=order.request,
        text=f"{order.provider} {handler_name} {handler_phone}".strip(),
    )
    signals.order_acknowledged.send(WorkOrder, order=order, by=by, at=at)


def _check_acknowledgement(request, handler_name, variant, needs_survey, has_outside_works):
    service = request.service
    if not handler_name.strip():
        raise BadAcknowledgement(_("请填写经办人。"))
    if service == "power" and variant not in Variant.values:
        raise BadAcknowledgement(_("用电工单须选择供电方式。"))
    if service != "power" and variant:
        raise BadAcknowledgement(_("只有用电工单才有供电方式。"))
    if has_outside_works is None and not needs_survey:
        raise BadAcknowledgement(_("不需要踏勘时，须说明是否有外线工程。"))
    if not needs_survey and needs_assessment(request):
        raise BadAcknowledgement(_("申请人不清楚用量，须现场踏勘核定，不能免踏勘。"))


@transaction.atomic
def return_order(order, *, reason, detail, by):
    """The provider sends the order back; the office routes the request again. Raises ``WrongStatus``."""
    now = clock.now()
    lock(order.application)
    move(
        order, OrderStatus.RETURNED, return_reason=reason, return_detail=detail, ended_at=now, changed_at=now
    )
    label = ReturnReason(reason).label
    order.application.record(
        "order.returned",
        by=by,
        at=now,
        request=order.request,
        text=f"{order.provider}：{label} {detail}".strip(),
    )
    tell_office(
        kind="order.returned",
        key=f"returned:{order.number}",
        about=order.number,
        text=_("工单 %(number)s 被%(provider)s退回（%(label)s），请重新分派。")
        % {"number": order.number, "provider": order.provider, "label": label},
    )
    signals.order_ended.send(WorkOrder, order=order, by=by, at=now)


@transaction.atomic
def declare_unavailable(order, *, reason, detail, alternative, by):
    """No network to connect to yet; the applicant is told what else he can do. Raises ``WrongStatus``."""
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    if not order.is_living:  # the request may be in the hands of another provider by now
        raise WrongStatus(_("%s：该工单已结束。") % order)
    facts = {"reason": reason, "detail": detail, "alternative": alternative}
    text = "；".join(part for part in facts.values() if part)
    end_request(order.request, RequestStatus.UNAVAILABLE, by=by, at=clock.now(), text=text, **facts)


@transaction.atomic
def end_order(order, status, *, by, at):
    """Bring an order to the end its request came to; its provider is told unless it said so itself."""
    move(order, status, ended_at=at, changed_at=clock.now())
    if status != OrderStatus.UNAVAILABLE:
        tell_provider(order, "order.withdrawn", at=at, reason=status)
    signals.order_ended.send(WorkOrder, order=order, by=by, at=at)


@transaction.atomic
def connect_order(order, *, by, at):
    """Supply is on: the order and its request are done. Raises ``WrongStatus``."""
    lock(order.application)
    move(order, OrderStatus.CONNECTED, ended_at=at, changed_at=clock.now())
    end_request(order.request, RequestStatus.CONNECTED, by=by, at=at)


def mark_fetched(orders):
    """The provider's own system has read these orders; the first time counts."""
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders], fetched_at=None).update(
        fetched_at=clock.now()
    )


def mark_read(order):
    """A person has opened the order; the first time counts."""
    WorkOrder.objects.filter(pk=order.pk, read_at=None).update(read_at=clock.now())


@transaction.atomic
def issue_api_key(provider, *, label, by):
    """A new key for a provider's own system: the row, and the key itself, which is never to be seen again."""
    key = new_key()
    row = ApiKey.objects.create(
        provider=provider, label=label, prefix=key[:PREFIX_LENGTH], key_hash=hash_key(key), issued_by=str(by)
    )
    return row, key


def revoke_api_key(row, *, by):
    """From now on the key opens nothing; the first revocation counts."""
    ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=clock.now(), revoked_by=str(by))


def note_key_use(row):
    """When a key was last used, to the minute: a reader shall not have to write each time."""
    now = clock.now()
    if row.used_at is None or now - row.used_at >= USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=row.pk).update(used_at=now)


@transaction.atomic
def erase_orders(application):
    """Of a case that was made nameless: the files its providers brought, and what they wrote."""
    orders = WorkOrder.objects.of_application(application)
    files = OrderFile.objects.filter(order__in=orders)
    remove_after_commit(files.values_list("path", flat=True))
    files.delete()
    orders.update(return_detail="", handler_phone="", account_number="")
