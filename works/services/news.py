"""What others do in a shared trench reaches each order in it, whosever case that is.

A line of news is written under the lock of the section, in the transaction that causes it, and told afterwards
case by case: two cases in one trench must not wait for each other's lock.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.sweeps import sweep
from utilities.push import order_page, tell_provider

from ..models import DigNews, DigNewsKind
from ..signals import dig_news

# verb in the history, type of the event, SMS
TOLD = {
    DigNewsKind.JOINED: (
        "dig.partner_joined",
        "dig.joined",
        gettext_lazy("%(provider)s并入工单 %(number)s 在%(section)s的沟槽，同沟施工、一次回填"),
    ),
    DigNewsKind.LEFT: (
        "dig.partner_left",
        "order.amended",
        gettext_lazy("%(provider)s已退出工单 %(number)s 在%(section)s的沟槽，其余照常"),
    ),
    DigNewsKind.LEAD: (
        "dig.lead_passed",
        "order.amended",
        gettext_lazy("工单 %(number)s 在%(section)s的沟槽由%(provider)s牵头开挖和回填"),
    ),
    DigNewsKind.KEPT_OUT: (
        "dig.kept_out",
        "order.amended",
        gettext_lazy(
            "工单 %(number)s 在%(section)s的沟槽已由%(provider)s先行开挖；本单位审批办结时沟槽未回填的可以并入"
        ),
    ),
}


def spread(dig, kind, *, of, at, besides=()):
    """Note for the orders in the trench what the party ``of`` does; it hears itself that it leads."""
    silent = [party.order_id for party in besides] + [of.order_id] * (kind != DigNewsKind.LEAD)
    orders = dig.parties.living().exclude(order=None).exclude(order__in=silent)
    note(dig, kind, of.provider, orders.values_list("order", flat=True), at=at)


def note(dig, kind, provider, orders, *, at):
    rows = [DigNews(dig=dig, kind=kind, order_id=order, provider=provider, at=at) for order in orders]
    DigNews.objects.bulk_create(rows)
    for row in rows:
        dig_news.send(DigNews, news=row)


def tell_all_news():
    """Whatever was not told at once."""
    sweep(DigNews.objects.untold().values_list("pk", flat=True), tell)


def _name_of(news):
    """One company may lie in the trench for two cases."""
    is_another = news.provider_id == news.order.provider_id and news.kind != DigNewsKind.LEAD
    return _("另一办件的%s") % news.provider if is_another else news.provider


@transaction.atomic
def tell(pk):
    """One line of news, once."""
    news = DigNews.objects.with_order().get(pk=pk)
    order = news.order
    lock(order.application)
    if not DigNews.objects.untold().filter(pk=pk).update(told_at=clock.now()):
        return
    verb, event, text = TOLD[news.kind]
    facts = {"provider": _name_of(news), "section": news.dig.section, "number": order}
    said = _("%(section)s %(provider)s") % facts
    order.application.record(
        verb, by=SYSTEM, at=news.at, request=order.request, text=said, order=order.number, dig=news.dig_id
    )
    if order.is_living:
        sms = _("【宁河报装】%(what)s：%(url)s") % {"what": text % facts, "url": order_page(order)}
        tell_provider(order, event, at=news.at, text=sms, **_thin(news))


def _thin(news):
    """What the event says: of the others in a trench no more than a stranger is shown."""
    facts = stranger_facts(news.dig)
    if news.kind == DigNewsKind.JOINED:
        return facts | {"dig": news.dig_id, "joined": str(news.provider)}
    dig = {"id": news.dig_id, "event": news.kind, "provider": str(news.provider)}
    return {"changes": ["dig"], "dig": facts | dig}


def stranger_facts(dig):
    """All that a stranger is shown of a trench: where, when, who leads."""
    return {
        "section": str(dig.section),
        "starts_on": dig.starts_on and dig.starts_on.isoformat(),
        "ends_on": dig.ends_on and dig.ends_on.isoformat(),
        "provider": str(dig.leader or ""),
    }
