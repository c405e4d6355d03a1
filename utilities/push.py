"""What providers and the office are told: each message is a row, written in the transaction that causes it."""

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import RoleName
from common import clock
from district.services import when_office_opens
from outbox.models import Channel, Message
from outbox.services import build_event, build_message

from .models import Membership, Role, WorkOrder
from .selectors import members_to_tell
from .signals import provider_told

# A provider without a system of its own is only bothered by SMS with what it must act on.
SMS_TEXTS = {
    "order.created": _("【宁河报装】新工单 %(number)s（%(label)s，%(address)s），请点击接单：%(url)s"),
    "order.amended": _("【宁河报装】工单 %(number)s 的申请信息有变更，请查看：%(url)s"),
    "order.withdrawn": _("【宁河报装】工单 %(number)s 已终止，请停止办理：%(url)s"),
    "plan.confirmed": _("【宁河报装】工单 %(number)s 的接入方案已由申请人确认，请按方案办理：%(url)s"),
    "plan.returned": _("【宁河报装】工单 %(number)s 的接入方案被申请人退回，请查看原因并修改：%(url)s"),
    "dig.offered": _("【宁河报装】工单 %(number)s 的路段另有单位计划开挖，可以并沟，请答复：%(url)s"),
    "dig.joined": _("【宁河报装】工单 %(number)s 的沟槽有其他单位并入，请查看：%(url)s"),
    "visit.proposed": _("【宁河报装】工单 %(number)s 有上门时间待答复：%(url)s"),
    "visit.fixed": _("【宁河报装】工单 %(number)s 已约定上门时间：%(url)s"),
    "visit.moved": _("【宁河报装】工单 %(number)s 上门时间有变：%(url)s"),
    "visit.cancelled": _("【宁河报装】工单 %(number)s 不再联合上门：%(url)s"),
    "note.written": _("【宁河报装】工单 %(number)s 有新留言，请查看并回复：%(url)s"),
    "permit.decided": _("【宁河报装】工单 %(number)s 有审批手续未获批准，请重新申报或修改方案：%(url)s"),
}
CREATED, WITHDRAWN = "order.created", "order.withdrawn"


def order_url(order):
    """Where the provider's own system reads the rest."""
    return f"{settings.BASE_URL}/api/v1/orders/{order.number}"


def order_page(order):
    """Where the provider's staff open the order."""
    return f"{settings.BASE_URL}/admin/utilities/workorder/{order.pk}/change/"


def tell_of_new_orders(orders, *, at):
    """Write what tells each provider of its new order, all in one statement."""
    members = _members_present([order.provider for order in orders if not order.provider.endpoint_id], Role.A)
    messages = []
    for order in orders:
        messages += _messages(order, CREATED, seq=1, at=at, members=members.get(order.provider_id, []))
    _send(messages)


def tell_provider(order, kind, *, at, text="", has_sms=True, **data):
    """Write one event of a work order for its provider; ``seq`` counts them without a gap.

    ``text``: what the SMS says where the usual sentence of this kind would mislead; ``has_sms``: whether a
    provider without a system is told at all. After the applicant took back his consent nothing is written.
    """
    if not order.is_shared:
        return
    WorkOrder.objects.filter(pk=order.pk).update(event_seq=F("event_seq") + 1, changed_at=clock.now())
    order.event_seq = WorkOrder.objects.values_list("event_seq", flat=True).get(pk=order.pk)
    if not order.provider.endpoint_id and kind in SMS_TEXTS:
        if has_sms:
            _tell_handlers(order, kind, text or str(sms_text(order, kind)))
        return
    _send(_messages(order, kind, seq=order.event_seq, at=at, members=[], data=data))


def remind_handlers(order, kind, text, *, at_once=False):
    """By SMS, whether or not the provider has a system: that was told when it began. Not after consent ended.

    ``at_once``: what is due in hours does not wait for the office to open.
    """
    if order.is_shared:
        _tell_handlers(order, kind, text, at_once=at_once)


def _tell_handlers(order, kind, text, *, at_once=False):
    """The handler, else A, else B; where nobody can be reached the office telephones.

    In office hours, whenever the applicant wrote; only to stop work does not wait for the morning.
    """
    key = f"{kind}:{order.number}:{order.event_seq}"
    not_before = None if at_once or kind == WITHDRAWN else when_office_opens()
    members = members_to_tell(order, clock.today())
    said = {"text": text, "not_before": not_before}
    _send([_sms(order, kind, member, key=f"{key}:{member.user_id}", **said) for member in members])
    if not members:
        text = _by_telephone(order.provider, text)
        tell_office(kind=kind, key=key, about=order.number, text=text, not_before=not_before)


def _by_telephone(provider, text):
    said = {"provider": provider, "text": text}
    return str(_("%(provider)s没有可接收短信的专人，请电话告知。%(text)s") % said)


def tell_members(order, role, *, key):
    """Tell the present members of one role of a new order by SMS; whether there was anybody to tell."""
    messages = [
        _sms(order, CREATED, member, key=f"{key}:{member.user_id}") for member in _members_of(order, role)
    ]
    _send(messages)
    return bool(messages)


def tell_office(*, kind, key, about, text, not_before=None):
    """Tell the dispatchers by SMS and the office by e-mail; their queue shows the matter in any case."""
    messages = _to_role(RoleName.OFFICE, kind=kind, key=key, about=about, text=text, not_before=not_before)
    if settings.OFFICE_EMAIL or not messages:
        messages.append(
            build_message(
                channel=Channel.EMAIL,
                recipient=settings.OFFICE_EMAIL,
                kind=kind,
                subject=text[:60],
                body=text,
                key=f"{key}:office",
                about=about,
                not_before=not_before,
            )
        )
    _send(messages)


def tell_clerk(application, *, kind, key, text, not_before=None):
    """Tell the first-contact clerk by SMS; where there is none to reach, the office."""
    clerk, about = application.clerk, application.number
    if clerk is None or not (clerk.is_active and clerk.phone):
        tell_office(kind=kind, key=key, about=about, text=text, not_before=not_before)
        return
    tell_user(clerk, kind=kind, key=key, about=about, text=text, not_before=not_before)


def tell_user(user, *, kind, key, about, text, not_before=None):
    """One SMS to a member of staff, if he has a phone."""
    if user.phone:
        sms = {"channel": Channel.SMS, "recipient": user.phone, "not_before": not_before}
        _send([build_message(**sms, kind=kind, body=text, key=f"{key}:{user.phone}", about=about)])


def tell_staff(provider, *, kind, key, about, text, not_before=None):
    """One SMS to a provider's member A, or whoever stands in; where nobody can be reached, to the office."""
    told = {"kind": kind, "about": about, "not_before": not_before}
    rows = _members_present([provider], Role.A) or _members_present([provider], Role.B)
    for member in rows.get(provider.pk, []):
        tell_user(member.user, key=f"{key}:{provider.code}", text=text, **told)
    if not rows:
        tell_office(key=f"{key}:{provider.code}", text=_by_telephone(provider, text), **told)


def tell_supervisors(*, kind, key, about, text, not_before=None):
    """By SMS; what they have to judge stands in their list in any case."""
    told = {"kind": kind, "key": key, "about": about, "text": text, "not_before": not_before}
    _send(_to_role(RoleName.SUPERVISOR, **told))


def tell_dispatchers(*, kind, key, about, text):
    """Only the SMS, where the e-mail is sent by the outbox itself."""
    _send(_to_role(RoleName.OFFICE, kind=kind, key=key, about=about, text=text))


def _to_role(role, *, kind, key, about, text, not_before=None):
    users = User.objects.filter(groups__name=role, is_active=True).exclude(phone="")
    return [
        build_message(
            channel=Channel.SMS,
            recipient=phone,
            kind=kind,
            body=text,
            key=f"{key}:{phone}",
            about=about,
            not_before=not_before,
        )
        for phone in sorted(set(users.values_list("phone", flat=True)))
    ]


def _messages(order, kind, *, seq, at, members, data=None):
    provider = order.provider
    key = f"{kind}:{order.number}:{seq}"
    if provider.endpoint_id:
        return [
            build_event(
                endpoint=provider.endpoint,
                type=kind,
                data=_facts(order, seq) | (data or {}),
                about=order.number,
                seq=seq,
                key=key,
                at=at,
            )
        ]
    if kind not in SMS_TEXTS:
        return []
    return [_sms(order, kind, member, key=f"{key}:{member.user_id}") for member in members]


def _facts(order, seq):
    """What every event of an order says; thin, and nothing its provider does not need."""
    return {
        "order": order.number,
        "application": order.application.number,
        "seq": seq,
        "service": order.request.service,
        "address": order.application.address,
        "url": order_url(order),
    }


def sms_text(order, kind):
    return SMS_TEXTS[kind] % {
        "number": order.number,
        "label": order.request.label,
        "address": order.application.address,
        "url": order_page(order),
    }


def _sms(order, kind, member, *, key, text="", not_before=None):
    return build_message(
        channel=Channel.SMS,
        recipient=member.user.phone,
        kind=kind,
        body=text or str(sms_text(order, kind)),
        key=key,
        about=order.number,
        not_before=not_before,
    )


def _members_of(order, role):
    return _members_present([order.provider], role).get(order.provider_id, [])


def _members_present(providers, role):
    """Members of a role who are not on leave and have a phone, by provider."""
    if not providers:
        return {}
    rows = (
        Membership.objects.present(clock.today())
        .filter(provider__in=providers, role=role)
        .exclude(user__phone="")
        .select_related("user")
    )
    members = {}
    for row in rows:
        members.setdefault(row.provider_id, []).append(row)
    return members


def _send(messages):
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        provider_told.send(Message, messages=messages)
