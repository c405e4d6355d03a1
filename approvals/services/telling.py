"""What providers and the applicant hear of permits."""

from django.utils.translation import gettext as _

from applications.telling import tell_applicant
from common import clock
from district.services import when_office_opens
from utilities.models import WorkOrder
from utilities.push import order_page, tell_provider

from ..models import BY_PLAN, Filer, PermitStatus, WayOut


def orders_of(application, provider=None):
    """The orders in hand that have permits, as messages need them."""
    orders = WorkOrder.objects.living().filter(permits__application=application).distinct()
    if provider:
        orders = orders.filter(provider=provider)
    return orders.select_related("provider__endpoint", "request__application").order_by("pk")


def tell_filer(application, provider):
    """The mandate is signed: the provider files for all, from any one of its orders."""
    order = orders_of(application, provider).first()
    if order:
        text = _("【宁河报装】申请人已签署审批委托书，请为 %(number)s 统一申报审批手续：%(url)s")
        tell_provider(
            order,
            "order.amended",
            at=clock.now(),
            text=text % {"number": application.number, "url": order_page(order)},
            changes=["permits"],
        )


def tell_of_change(application):
    """Something about the permits is to be read anew; nobody is bothered by SMS."""
    for order in orders_of(application):
        tell_provider(order, "order.amended", at=clock.now(), has_sms=False, changes=["permits"])


def tell_of_own_way_out(application, way_out):
    """The applicant has chosen; where it takes another plan, those who are to change theirs get an SMS."""
    text = _(
        "【宁河报装】办件 %(number)s 的道路在保护期内，申请人选择：%(way_out)s，请与申请人商定后修改方案：%(url)s"
    )
    for order in orders_of(application):
        facts = {"number": application.number, "way_out": WayOut(way_out).label, "url": order_page(order)}
        said = {"text": text % facts, "has_sms": way_out in BY_PLAN}
        tell_provider(order, "order.amended", at=clock.now(), changes=["permits"], **said)


def tell_of_backfill(application):
    """A road was backfilled by others before it was opened: who files has to choose a way out."""
    _ask_filer(
        application,
        "permit.road_backfilled",
        _("【宁河报装】办件 %(number)s 待开挖的道路刚由其他单位回填，进入保护期，请选择处理办法：%(url)s"),
    )


def tell_of_free_road(application):
    """A road may be opened again: who files has waited for that day."""
    _ask_filer(
        application,
        "permit.road_free",
        _("【宁河报装】办件 %(number)s 的道路保护期已满，审批手续现在可以申报，请办理：%(url)s"),
    )


def tell_of_lapse(application):
    """What was granted is valid no longer and not all is dug and built: who files has to file anew."""
    _ask_filer(
        application,
        "permit.lapsed",
        _("【宁河报装】办件 %(number)s 的审批手续有效期已过，未完成的部分须重新申报，请办理：%(url)s"),
    )


def _ask_filer(application, kind, text):
    """Every order hears that its permits are otherwise; who has to do something about it by SMS: a provider by
    ``text``, or the applicant who files himself, in office hours and once a day.
    """
    if application.permits.of_applicant().exists():
        key = clock.today().isoformat()
        tell_applicant(application, kind, key=key, not_before=when_office_opens())
    filer = application.entrustments.living().values_list("provider", flat=True).first()
    for order in orders_of(application):
        facts = {"number": application.number, "url": order_page(order)}
        said = {"text": text % facts, "has_sms": order.provider_id == filer}
        tell_provider(order, "order.amended", at=clock.now(), changes=["permits"], **said)


def tell_orders(permit, orders, *, at):
    """How it was decided, to living orders that wait for it; an SMS only to who has to file it again."""
    facts = {
        "permit": permit.number,
        "permit_type": permit.type.code,
        "department": permit.department.name,
        "status": permit.status,
    }
    filer = permit.application.entrustments.living().values_list("provider", flat=True).first()
    for order in orders.living().select_related("provider__endpoint", "request__application"):
        must_act = permit.status == PermitStatus.REFUSED and order.provider_id == filer
        tell_provider(order, "permit.decided", at=at, has_sms=must_act, **facts)


def tell_of_decision(permit, *, at):
    """Each order that waits for it, and the applicant where it is refused or was the last one."""
    application = permit.application
    tell_orders(permit, permit.orders.all(), at=at)
    if permit.status == PermitStatus.REFUSED:
        kind = "permit.refused_own" if permit.filed_by == Filer.APPLICANT else "permit.refused"
        tell_applicant(application, kind, key=permit.number, permit=permit.title)
    elif not application.permits.current().exclude(status__in=("granted", "recorded")).exists():
        tell_applicant(application, "permit.all_decided", key=permit.number)
