"""What the applicant is told to bring, and that he need not any more; calls about it that need not be made."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from outbox.bell import ring_on_commit

from .models import RequestStatus
from .services import drop_calls
from .signals import (
    application_ended,
    application_refused,
    application_submitted,
    material_brought,
    material_promised,
    promise_ended,
    request_passed_on,
    request_settled,
)
from .telling import tell_applicant

ABOUT_CORRECTION = ("application.returned", "correction.due_soon", "correction.expired", "correction.redated")
ABOUT_PROMISE = ("material.promised", "material.due_soon", "material.overdue")
ABOUT_ASKED = ("order.paper_told", "order.paper_due_soon", "order.paper_overdue")


@receiver(application_submitted)
def drop_calls_about_correction(sender, application, **kwargs):
    drop_calls(application, ABOUT_CORRECTION, note=_("已补正，不必再告知"))


@receiver(application_ended)
@receiver(application_refused)
def drop_calls_to_bring(sender, application, **kwargs):
    """Once the case has ended there is nothing to bring."""
    kinds = (*ABOUT_CORRECTION, *ABOUT_PROMISE, *ABOUT_ASKED)
    drop_calls(application, kinds, note=_("办件已结束，不必再告知"))


@receiver(material_brought)
@receiver(promise_ended)
def drop_calls_about_promise(sender, application, material, **kwargs):
    drop_calls(application, ABOUT_PROMISE, about=material.pk, note=_("已补交或不再需要，不必再告知"))


@receiver(request_settled)
def drop_calls_about_asked(sender, application, correction, **kwargs):
    drop_calls(application, ABOUT_ASKED, about=correction.pk, note=_("已补交或不再需要，不必再告知"))


@receiver(material_promised)
def confirm_promise(sender, application, material, **kwargs):
    """A longer term takes the place of the one before."""
    drop_calls(application, ABOUT_PROMISE, about=material.pk, note=_("期限已变更，按新的期限告知"))
    _tell_of_promise(application, "material.promised", material)


@receiver(promise_ended)
def tell_of_ended_promise(sender, application, material, reason, **kwargs):
    _tell_of_promise(application, "material.promise_ended", material, reason=reason)


@receiver(request_passed_on)
def tell_of_request(sender, application, correction, **kwargs):
    facts = {"provider": correction.asked_by, "items": "、".join(correction.items)}
    _tell(application, "order.paper_told", key=correction.pk, due=correction.due_text, **facts)


@receiver(request_settled)
def tell_that_it_is_not_needed(sender, application, correction, **kwargs):
    """Not where the applicant has stopped the service himself, or hears of its end anyway."""
    goes_on = correction.request.status in (RequestStatus.OPEN, RequestStatus.CONNECTED)
    if correction.closed_at and correction.told_at and goes_on:
        facts = {"provider": correction.asked_by, "items": "、".join(correction.items)}
        _tell(application, "order.paper_closed", key=correction.pk, **facts)


def _tell_of_promise(application, kind, material, **facts):
    facts |= {"label": material.get_kind_display(), "until": material.promised_until}
    _tell(application, kind, key=f"{material.pk}:{material.promised_until}", **facts)


def _tell(application, kind, *, key, **facts):
    ring_on_commit(tell_applicant(application, kind, key=key, **facts))
