"""Who is told what of a visit: its providers, the applicant, the office, and the regulators of the result."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.telling import tell_applicant
from common import clock
from common.clock import local_date
from district.services import when_office_opens
from outbox.bell import ring_on_commit
from outbox.models import Channel, Message
from outbox.services import build_event, build_message
from utilities.models import Regulator
from utilities.push import order_page, tell_office, tell_provider

from .links import calendar_url
from .words import counter_text, when_text

PROVIDER_TEXTS = {
    "visit.proposed": gettext_lazy(
        "【宁河报装】%(visit)s拟定于 %(when)s（%(number)s），请答复能否到场：%(url)s"
    ),
    "visit.fixed": gettext_lazy(
        "【宁河报装】%(visit)s已约定在 %(when)s（%(number)s，%(address)s），请准时到场：%(url)s"
    ),
    "visit.moved": gettext_lazy(
        "【宁河报装】%(visit)s改到 %(when)s（%(number)s，%(address)s），请准时到场：%(url)s"
    ),
    "visit.cancelled": gettext_lazy(
        "【宁河报装】工单 %(number)s 不再参加%(visit)s，请按单独办理继续：%(url)s"
    ),
}


def tell_providers(visit, change, attendances):
    for one in attendances:
        tell_one(visit, change, one.order)


def tell_one(visit, change, order):
    """One event for the provider's system, or an SMS to its staff where it has none."""
    facts = {
        "visit": visit.label,
        "when": when_text(visit),
        "number": order.number,
        "address": visit.application.address,
        "url": order_page(order),
    }
    tell_provider(
        order,
        change,
        at=clock.now(),
        text=str(PROVIDER_TEXTS[change] % facts),
        stage=visit.kind,
        on=visit.on.isoformat(),
        half=visit.half,
    )


def tell_the_applicant(visit, kind, *, key="", not_before=None, **facts):
    known = {"visit": visit.label, "when": when_text(visit), "calendar": _calendar_text(visit)}
    messages = tell_applicant(
        visit.application,
        kind,
        key=f"{visit.pk}:{visit.moves}:{visit.on}:{visit.half}:{key}",
        not_before=not_before,
        **known,
        **facts,
    )
    ring_on_commit(messages)


def counter_facts(visit):
    """Who offers which other day; each offer is told once."""
    other = counter_text(visit)
    return {
        "key": f"{visit.counter_by_id}:{other}",
        "provider": visit.counter_by.provider,
        "other": other,
    }


def _calendar_text(visit):
    return _(" 手机日历：%s") % calendar_url(visit)


def tell_the_office(visit, kind, text, *, key):
    tell_office(
        kind=kind,
        key=f"{kind}:{visit.pk}:{key}",
        about=visit.application.number,
        text=text,
        not_before=when_office_opens(),
    )


def tell_regulators(visit, attendances, paper):
    """The result of an acceptance goes to the authority over each trade: to its system, else to its people."""
    messages = []
    for one in attendances:
        regulators = Regulator.objects.filter(service=one.order.request.service).select_related("endpoint")
        told = [message for row in regulators for message in _to_regulator(row, visit, one, paper)]
        messages += told or [_to_nobody(visit, one, paper)]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    ring_on_commit(messages)


def _to_regulator(regulator, visit, one, paper):
    key = f"acceptance.reported:{visit.pk}:{one.order_id}:{regulator.pk}"
    if regulator.endpoint_id:
        return [
            build_event(
                endpoint=regulator.endpoint,
                type="acceptance.reported",
                data=_result_facts(visit, one, paper),
                about=visit.application.number,
                seq=None,
                key=key,
                at=clock.now(),
            )
        ]
    text = _result_text(visit, one, paper)
    return [
        message
        for user in regulator.members.filter(is_active=True)
        for message in _to_member(user, text, visit, key)
    ]


def _to_nobody(visit, one, paper):
    """No authority over this trade can be reached: it stands among what could not be sent until somebody acts."""
    label = one.order.request.label
    why = _("%s没有登记行业主管部门，或其没有推送地址和可接收的人员。请登记，并线下报送这份结果后结束本条。")
    return build_message(
        channel=Channel.EMAIL,
        recipient="",
        kind="acceptance.unreported",
        subject=str(_("验收结果无法报送：%s没有可接收的行业主管部门") % label),
        body=f"{why % label}\n{_result_text(visit, one, paper)}",
        key=f"acceptance.unreported:{visit.pk}:{one.order_id}",
        about=visit.application.number,
    )


def _to_member(user, text, visit, key):
    """By telephone, else by e-mail."""
    ways = [(Channel.SMS, user.phone), (Channel.EMAIL, user.email)]
    channel, recipient = next(((way, where) for way, where in ways if where), (None, ""))
    if channel is None:
        return []
    about = visit.application.number
    return [
        build_message(
            channel=channel,
            recipient=recipient,
            kind="acceptance.reported",
            subject=text[:60],
            body=text,
            key=f"{key}:{user.pk}",
            about=about,
            not_before=when_office_opens(),
        )
    ]


def _result_facts(visit, one, paper):
    """What the authority over a trade needs: place, provider, result; nobody's telephone."""
    return {
        "application": visit.application.number,
        "order": one.order.number,
        "service": one.order.request.service,
        "applicant": visit.application.applicant_name,
        "address": visit.application.full_address,
        "provider": str(one.order.provider),
        "tested_on": _tested_on(one).isoformat(),
        "is_joint": visit.is_joint,
        "result": one.result,
        "to_mend": list(one.to_mend),
        "verify_url": _verify_url(paper),
    }


def _result_text(visit, one, paper):
    return str(
        _("【宁河报装】%(number)s（%(address)s）的%(label)s %(day)s %(visit)s：%(result)s。结果书：%(url)s")
        % {
            "number": visit.application.number,
            "address": visit.application.full_address,
            "label": one.order.request.label,
            "day": _tested_on(one).isoformat(),
            "visit": visit.label,
            "result": one.get_result_display(),
            "url": _verify_url(paper),
        }
    )


def _tested_on(one):
    """Of a visit that was moved after some had been there, each on its own day."""
    return local_date(one.report.occurred_at)


def _verify_url(paper):
    return f"{settings.BASE_URL}/verify/{paper.code}/"
