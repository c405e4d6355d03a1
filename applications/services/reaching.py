"""How the applicant was reached, or not: dated tries that the office may rest an end on."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import Refusal, WrongStatus

from ..models import Audience, ContactAttempt, Status
from .record import lock

REACHABLE = {Status.RECEIVED, Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED}


class BadMoment(Refusal):
    """A try that cannot have been at that moment."""


@transaction.atomic
def record_contact_attempt(application, *, way, at, is_reached, note, by):
    """Note one try to reach the applicant, at the desk or on the way. Raises ``WrongStatus``, ``BadMoment``."""
    application = lock(application)
    if application.status not in REACHABLE:
        raise WrongStatus(_("%s：办件已结束，不再登记联系情况。") % application)
    _check_moment(application, at)
    attempt = ContactAttempt.objects.create(
        application=application,
        way=way,
        at=at,
        is_reached=is_reached,
        note=note,
        recorded_at=clock.now(),
        actor=by,
        actor_name=str(by),
    )
    outcome = _("已联系上") if is_reached else _("未联系上")
    text = "，".join(part for part in (attempt.get_way_display(), outcome, note) if part)
    application.record("application.contact_tried", by=by, audience=Audience.STAFF, text=text)
    return attempt


def _check_moment(application, at):
    """Typed to the minute, so the minute the case came in is still good."""
    came_in = (application.received_at or application.entered_at).replace(second=0, microsecond=0)
    if at > clock.now():
        raise BadMoment(_("联系时间不能晚于现在。"))
    if at < came_in:
        since = f"{came_in.astimezone(clock.LOCAL):%Y-%m-%d %H:%M}"
        raise BadMoment(_("联系时间不能早于收到申请的时间（%s）。") % since)
