"""What milestones does when a case or an order announces something."""

from django.dispatch import receiver

from applications.models import Status
from applications.signals import (
    application_accepted,
    application_ended,
    application_erased,
    application_received,
    application_refused,
    application_returned,
    application_submitted,
    request_ended,
)
from common import clock
from district.signals import calendar_changed
from utilities.signals import order_acknowledged, order_ended, orders_routed

from . import services
from .redating import redate_running


@receiver(application_received)
def start_intake_with_receipt(sender, application, **kwargs):
    services.open_intake(application, at=application.received_at)


@receiver(application_submitted)
def start_intake(sender, application, by, is_answer, **kwargs):
    """What was received on paper has run since then."""
    if is_answer:
        services.restart_intake(application, at=application.submitted_at, by=by)
    elif application.received_at is None:
        services.open_intake(application, at=application.submitted_at)


@receiver(application_returned)
def wait_for_applicant(sender, application, correction, by, **kwargs):
    services.hold_intake(application, at=correction.told_at, by=by)


@receiver(application_accepted)
def reach_intake(sender, application, at, **kwargs):
    services.close_intake(application, at=at, is_done=True)


@receiver(application_refused)
def reach_intake_by_refusal(sender, application, **kwargs):
    services.close_intake(application, at=application.ended_at, is_done=True)


@receiver(application_ended)
def cancel_intake(sender, application, **kwargs):
    if application.status != Status.FINISHED:
        services.close_intake(application, at=clock.now(), is_done=False)


@receiver(orders_routed)
def lay_out(sender, application, orders, unrouted, by, at, **kwargs):
    services.lay_out_stages(application, orders, unrouted, by=by, at=at)


@receiver(order_acknowledged)
def reach_acknowledge(sender, order, by, at, **kwargs):
    services.acknowledge(order, by=by, at=at)


@receiver(order_ended)
def cancel_stages(sender, order, by, at, **kwargs):
    services.cancel_stages(order, by=by, at=at)


@receiver(request_ended)
def close_whole(sender, request, at, **kwargs):
    services.close_whole(request, at=at)


@receiver(calendar_changed)
def redate(sender, by, **kwargs):
    redate_running(by=by)


@receiver(application_erased)
def erase_words_with_it(sender, application, **kwargs):
    services.erase_words(application)
