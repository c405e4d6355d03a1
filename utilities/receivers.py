"""What utilities does when the application or the outbox announces something."""

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import ActorKind
from applications.models import WINDOW_SIDE, Note, Status, provider_side
from applications.news import is_news
from applications.signals import (
    application_accepted,
    application_amended,
    application_erased,
    cases_handed_over,
    correction_expired,
    note_written,
    request_ended,
    silence_warned,
    temporary_changed,
)
from common import clock
from district.services import when_office_opens
from outbox.bell import ring_on_commit
from outbox.signals import message_arrived, message_needs_attention

from .models import WorkOrder
from .push import (
    CREATED,
    sms_text,
    tell_clerk,
    tell_dispatchers,
    tell_office,
    tell_provider,
    tell_user,
)
from .services import ORDER_ENDS, end_order, erase_orders, route_requests
from .signals import provider_told
from .temporary import tell_of_temporary

SILENCE_TEXTS = {
    Status.SUBMITTED: gettext_lazy("%(number)s 尚未受理，%(until)s 后将视为受理，请尽快处理。"),
    Status.RECEIVED: gettext_lazy(
        "%(number)s 收件后尚未录入，%(until)s 后录入的，自收件之日起视为受理，请尽快录入。"
    ),
}


@receiver(application_accepted)
def ask_providers(sender, application, by, at, **kwargs):
    route_requests(application, by=by, at=at)


@receiver(application_amended)
def tell_of_amendment(sender, application, changes, **kwargs):
    for order in (
        WorkOrder.objects.of_application(application)
        .living()
        .select_related("provider__endpoint", "request__application")
    ):
        tell_provider(order, "order.amended", at=application.events.last().at, changes=changes)


@receiver(note_written)
def tell_of_note(sender, note, **kwargs):
    """The provider that has the request in hand, or the window; what an applicant writes is never to nobody."""
    order = note.request and note.request.orders.living().select_related("provider__endpoint").first()
    if note.is_to_provider and order:
        notes = Note.objects.filter(request=note.request, at__gte=order.created_at).to_provider()
        tell_provider(
            order,
            "order.amended",
            at=note.at,
            text=str(sms_text(order, "note.written")),
            has_sms=is_news(note, provider_side(order.provider_id), notes),
            changes=["note"],
        )
    elif note.is_to_window or note.actor_kind == ActorKind.APPLICANT:
        _tell_window(note)


def _tell_window(note):
    application = note.application
    if is_news(note, WINDOW_SIDE, application.notes.to_window()):
        tell_clerk(
            application,
            kind="note.to_window",
            key=f"note:{note.pk}",
            text=_("【宁河报装】办件 %(number)s 有新留言，请在窗口工作台“新留言”中查看并回复。")
            % {"number": application.number},
            not_before=when_office_opens(),
        )


@receiver(cases_handed_over)
def tell_who_took_over(sender, hand_overs, taker, by, **kwargs):
    """One message, however many cases; whoever took them himself knows."""
    if taker != by:
        tell_user(
            taker,
            kind="application.handed_over",
            key=f"handed_over:{hand_overs[0].pk}:{len(hand_overs)}",
            about=hand_overs[0].application.number or "",
            text=_("【宁河报装】%(by)s移交给您 %(count)d 件办件，请在窗口工作台“我的办件”中查看。")
            % {"by": by, "count": len(hand_overs)},
        )


@receiver(silence_warned)
def warn_office_of_silence(sender, application, until, **kwargs):
    tell_office(
        kind="application.silence_warned",
        key=f"silence:{application.number}:{application.complete_at.isoformat()}",
        about=application.number,
        text=SILENCE_TEXTS[application.status] % {"number": application.number, "until": until},
        not_before=when_office_opens(),
    )


@receiver(correction_expired)
def tell_office_of_expiry(sender, correction, not_before, **kwargs):
    tell_office(
        kind="correction.expired",
        key=f"correction_expired:{correction.pk}:{correction.due_on}",
        about=correction.application.number,
        text=_("%(number)s 逾期未补正（期限 %(due)s），请联系申请人，或确认终止办理。")
        % {"number": correction.application.number, "due": correction.due_text},
        not_before=not_before,
    )


@receiver(request_ended)
def end_open_order(sender, request, by, at, **kwargs):
    if request.status not in ORDER_ENDS:
        return
    for order in request.orders.living().select_related("provider__endpoint"):
        order.request = request
        end_order(order, ORDER_ENDS[request.status], by=by, at=at)


@receiver(temporary_changed)
def tell_of_temporary_supply(sender, follow_up, change, by, **kwargs):
    for order in follow_up.request.orders.connected().select_related("provider__endpoint"):
        order.request = follow_up.request
        tell_of_temporary(order, follow_up, change, by=by)


@receiver(provider_told)
def ring(sender, messages, **kwargs):
    ring_on_commit(messages)


@receiver(message_arrived)
def note_arrival(sender, message, at, **kwargs):
    if message.kind == CREATED:
        WorkOrder.objects.filter(number=message.about, pushed_at=None).update(pushed_at=at)


@receiver(message_needs_attention)
def tell_dispatchers_of_stuck_push(sender, message, **kwargs):
    """Once per receiver and hour, however many messages it concerns."""
    if message.endpoint_id:
        hour = f"{clock.now().astimezone(clock.LOCAL):%Y%m%d%H}"
        tell_dispatchers(
            kind="push.needs_attention",
            key=f"needs_attention:{message.endpoint_id}:{hour}",
            about=message.about,
            text=_("发给“%(endpoint)s”的推送未能送达（%(about)s），请到发件箱处理。")
            % {"endpoint": message.endpoint, "about": message.about},
        )


@receiver(application_erased)
def erase_orders_with_it(sender, application, **kwargs):
    erase_orders(application)
