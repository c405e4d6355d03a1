"""What utilities does about papers: tells the providers what was brought, and the window what never came."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from applications.catalogue import TECHNICAL_MATERIALS
from applications.models import Correction
from applications.needs import services_needing
from applications.services import close_request
from applications.signals import material_brought, promise_expired, request_expired, request_settled
from common import clock

from .models import WorkOrder
from .push import tell_clerk, tell_office, tell_provider
from .signals import order_ended


@receiver(material_brought)
def tell_of_promised_paper(sender, application, material, **kwargs):
    """Whoever needs it to survey and plan may now open it."""
    services = services_needing(application, material.kind)
    if material.kind in TECHNICAL_MATERIALS:
        _amend(WorkOrder.objects.of_application(application).filter(request__service__in=services))


@receiver(request_settled)
def tell_of_asked_papers(sender, correction, **kwargs):
    _amend(WorkOrder.objects.filter(number=correction.order))


@receiver(request_expired)
def tell_of_papers_that_never_came(sender, correction, not_before, **kwargs):
    _amend(WorkOrder.objects.filter(number=correction.order))
    _tell_window(
        correction.application,
        kind="order.paper_overdue",
        key=f"paper_overdue:{correction.pk}:{correction.due_on}",
        text=_("%(number)s 逾期未补交%(provider)s需要的材料：%(items)s，请联系申请人或结束等待。")
        % {
            "number": correction.application.number,
            "provider": correction.asked_by,
            "items": "、".join(correction.items),
        },
        not_before=not_before,
    )


@receiver(promise_expired)
def tell_of_broken_promise(sender, material, not_before, **kwargs):
    _tell_window(
        material.application,
        kind="material.overdue",
        key=f"promise_expired:{material.pk}:{material.promised_until}",
        text=_("%(number)s 承诺补交的%(label)s已逾期（%(until)s），请联系申请人；可延期一次或结束容缺。")
        % {
            "number": material.application.number,
            "label": material.get_kind_display(),
            "until": material.promised_until,
        },
        not_before=not_before,
    )


@receiver(order_ended)
def drop_asked_papers(sender, order, by, **kwargs):
    """Who has given the order back needs no papers for it; the next provider asks for itself."""
    for correction in Correction.objects.asked().filter(order=order.number):
        close_request(correction, reason=_("工单已结束"), by=by)


def _amend(orders):
    """Tell the providers among these that still have their order in hand."""
    for order in orders.living().select_related("provider__endpoint", "request__application"):
        tell_provider(order, "order.amended", at=clock.now(), changes=["materials"])


def _tell_window(application, **message):
    """The first-contact clerk and the office; under one key, so that nobody is told twice."""
    tell_clerk(application, **message)
    tell_office(about=application.number, **message)
