"""On what the office may end a case: a correction not answered in time, or an applicant who cannot be reached."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from common.clock import list_days

from .models import Correction, Status

VAIN_DAYS = 3  # tries on so many different days, without any answer between them; this portal's own rule
WITH_HIM = (  # what staff write down because he, or who acts for him, has come or called
    "application.amended",
    "application.contact_changed",
    "application.agent_named",
    "application.agent_removed",
    "application.code_supplied",
    "application.wishes_changed",
    "consent.withdrawn",
    "material.added",
    "material.taken",
    "material.brought",
    "material.promised",
    "material.given_back",
    "order.paper_brought",
    "request.chosen",
    "request.withdrawn",
    "waiting.begun",
    "waiting.cancelled",
    "temporary.wished",
)
TERMINABLE = {Status.RETURNED, Status.ACCEPTED}


@dataclass(frozen=True)
class Grounds:
    """``correction``: the one still unanswered; ``vain_days``: when the applicant was tried in vain."""

    status: str
    correction: Correction | None
    vain_days: list[date]
    today: date

    @property
    def has_expired(self):
        return self.correction is not None and self.correction.due_on < self.today

    @property
    def is_unreachable(self):
        return len(self.vain_days) >= VAIN_DAYS

    @property
    def missing(self):
        """What is still wanting for an end, in one sentence; '' when nothing is."""
        if self.status not in TERMINABLE:
            return _("只有待补正或办理中的办件可以终止办理，请刷新后查看当前状态。")
        if self.has_expired or self.is_unreachable:
            return ""
        tried = _(
            "自最近一次联系上以来，未联系上的记录有 %(days)d 天，须有 %(needed)d 个不同日期的记录。"
        ) % {
            "days": len(self.vain_days),
            "needed": VAIN_DAYS,
        }
        if self.correction is None:
            return _("暂不能终止办理。%s") % tried
        return _("暂不能终止办理：补正期限（%(due)s）尚未届满。%(tried)s") % {
            "due": self.correction.due_on,
            "tried": tried,
        }


def read_grounds(application, today):
    """What speaks for ending this case, and what is missing."""
    is_returned = application.status == Status.RETURNED
    return Grounds(
        status=application.status,
        correction=application.corrections.of_intake().unanswered().last() if is_returned else None,
        vain_days=list_vain_days(application),
        today=today,
    )


def list_vain_days(application):
    """The days of the tries in vain since the applicant was last heard of."""
    tries = application.contact_attempts.filter(is_reached=False)
    if heard_at := _last_heard(application):
        tries = tries.filter(at__gt=heard_at)
    return list_days(tries.values_list("at", flat=True))


def _last_heard(application):
    """When he was reached, did or wrote something himself, stood at the desk, or handed the form in."""
    by_himself = Q(actor_kind=ActorKind.APPLICANT)
    at_the_desk = Q(actor_kind__in=[ActorKind.STAFF, ActorKind.PROVIDER], verb__in=WITH_HIM)
    heard = [
        application.contact_attempts.filter(is_reached=True),
        application.notes.filter(by_himself),
        application.events.filter(by_himself | at_the_desk),
    ]
    moments = [rows.aggregate(at=Max("at"))["at"] for rows in heard]
    moments += [application.received_at, application.submitted_at]
    return max((moment for moment in moments if moment), default=None)
