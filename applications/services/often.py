"""What tells everybody anew each time: the applicant, or whoever has his 查询码, may do it so often a day."""

from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from common import clock
from common.status import Refusal

MOST_OF_APPLICANT = 10  # a day, in one case, of all ``verbs`` together


class TooOften(Refusal):
    """The applicant has changed his mind too often today."""


def check_number(application, *verbs, by):
    """Staff may always. Call it under the lock of the case. Raises ``TooOften``."""
    if getattr(by, "kind", ActorKind.STAFF) != ActorKind.APPLICANT:
        return
    today = clock.midnight(clock.today())
    of_today = application.events.filter(verb__in=verbs, actor_kind=ActorKind.APPLICANT, at__gte=today)
    if of_today.count() >= MOST_OF_APPLICANT:
        raise TooOften(
            _("今天已变更 %d 次，不能再变更；请明天再办，急事请致电窗口或 12345。") % MOST_OF_APPLICANT
        )
