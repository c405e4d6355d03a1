"""The staff of a provider: who is on leave, and who has which order in hand."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.services import BadHandOver, lock
from common import clock
from common.status import Refusal, WrongStatus

from .models import Membership, OrderStatus, Role, WorkOrder
from .push import tell_user
from .selectors import member_named


class BadLeave(Refusal):
    """A leave nobody may enter, or that ends before it begins."""


@transaction.atomic
def set_leave(membership, *, away_from, away_to, by):
    """Who is away, from when to when (the last day; None: until further notice); both None: he is there.

    Everybody for himself, A for all of his provider. Raises ``BadLeave``.
    """
    is_leading = Membership.objects.filter(user=by, provider=membership.provider, role=Role.A).exists()
    if membership.user_id != by.pk and not is_leading:
        raise BadLeave(_("只能登记本人的请假；其他人的由A角登记。"))
    if away_to and (away_from is None or away_to < away_from):
        raise BadLeave(_("请假的结束日期不能早于开始日期。"))
    membership.away_from, membership.away_to = away_from, away_to
    membership.save()


@transaction.atomic
def hand_over_orders(orders, *, to, by):
    """Give one or many orders in hand to another member (``to``) of the same provider.

    The applicant sees the new name and number. All or none; raises ``BadHandOver``.
    """
    if not Membership.objects.present(clock.today()).filter(pk=to.pk).exists():
        raise BadHandOver(_("%s 正在请假或已停用，不能接收工单。") % to.user)
    if not to.user.phone:
        raise BadHandOver(_("%s 没有登记电话，申请人无法联系，请先由系统管理员登记。") % to.user)
    orders = sorted(orders, key=lambda order: (order.application.pk, order.pk))
    taker = {"handler": to.user, "handler_name": str(to.user), "handler_phone": to.user.phone}
    for order in orders:
        _give(order, to.provider_id, taker, by=by)
    if to.user != by and orders:
        _tell_taker(orders, to.user, by=by)


@transaction.atomic
def name_handler(order, *, name, phone, by):
    """The provider's own system says who has the order in hand now; its desk knows him as a member or not at all.

    The applicant sees the new name and number. Raises ``WrongStatus``.
    """
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    if order.status != OrderStatus.OPEN:
        raise WrongStatus(_("%s：只有已接单、办理中的工单可以移交。") % order)
    taker = {"handler": member_named(order.provider, name), "handler_name": name, "handler_phone": phone}
    _give(order, order.provider_id, taker, by=by)


def _give(order, provider, taker, *, by):
    lock(order.application)
    order.refresh_from_db(fields=["status", "handler", "handler_name", "handler_phone"])
    if order.provider_id != provider:
        raise BadHandOver(_("%s：只能移交给本单位的人员。") % order)
    if order.status != OrderStatus.OPEN:
        raise BadHandOver(_("%s：只有已接单、办理中的工单可以移交。") % order)
    former, now = order.handler_name, clock.now()
    for name, value in taker.items():
        setattr(order, name, value)
    WorkOrder.objects.filter(pk=order.pk).update(**taker, changed_at=now)
    text = f"{former} → {order.handler_name} {order.handler_phone}".strip()
    order.application.record("order.handed_over", by=by, at=now, request=order.request, text=text)


def _tell_taker(orders: list[WorkOrder], user: User, *, by):
    """One message, however many orders."""
    tell_user(
        user,
        kind="order.handed_over",
        key=f"order_handed_over:{orders[0].pk}:{len(orders)}:{clock.now().isoformat()}",
        about=orders[0].number,
        text=_("【宁河报装】%(by)s移交给您 %(count)d 件工单（%(first)s 等），请在“工单”中查看。")
        % {"by": by, "count": len(orders), "first": orders[0].number},
    )
