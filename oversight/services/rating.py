"""An applicant rates those who worked on his case (好差评): voluntary, once, whichever way it comes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from accounts.models import User
from applications.models import Audience
from applications.querysets import OVER
from applications.services import lock
from common import clock
from common.status import Refusal, WrongStatus
from utilities.models import OrderStatus, Provider, WorkOrder

from .. import signals
from ..models import About, Rating, RatingChannel
from .rectifying import open_rectification

MOST_WORDS = 500


class RatingRefused(Refusal):
    """Not over yet, nothing said, or nobody who worked on it."""


class AlreadyRated(RatingRefused, WrongStatus):
    """A second time; the text is a kind one."""


@dataclass(frozen=True)
class Subject:
    """Whom a rating is about. ``key``: as forms and pages name it."""

    about: About
    provider: Provider | None = None

    @property
    def key(self):
        return self.provider.code if self.provider else str(self.about)

    @property
    def label(self):
        return str(self.provider or About(self.about).label)


def list_subjects(application):
    """The case as a whole, the window, and each provider that took its order in hand or said why it cannot."""
    orders = WorkOrder.objects.of_application(application)
    worked = orders.exclude(acknowledged_at=None) | orders.filter(status=OrderStatus.UNAVAILABLE)
    providers = Provider.objects.filter(pk__in=worked.values("provider"))
    return [Subject(About.CASE), Subject(About.WINDOW), *(Subject(About.PROVIDER, row) for row in providers)]


def may_be_rated(application):
    """Over, however it ended; not again, and not once nobody knows any more whose it was."""
    is_over = application.status in OVER and application.erased_at is None
    return is_over and not application.ratings.exists()


@transaction.atomic
def rate_case(application, given, *, is_named, channel, by):
    """Keep what was ``given``: a grade and perhaps words for each ``Subject``; at least one.

    A bad grade opens a rectification. Raises ``AlreadyRated``, ``RatingRefused``, ``Erased``.
    """
    application = lock(application)
    _check(application, given)
    now = clock.now()
    ratings = [
        Rating.objects.create(
            application=application,
            about=subject.about,
            provider=subject.provider,
            grade=grade,
            words=words.strip()[:MOST_WORDS],
            is_named=is_named,
            channel=channel,
            rated_at=now,
            actor_kind=ActorKind.STAFF if channel == RatingChannel.WINDOW else ActorKind.APPLICANT,
            entered_by=by if isinstance(by, User) else None,
        )
        for subject, grade, words in given
    ]
    # A clerk or a provider that reads of it in the history of the case knows who has rated it.
    application.record("rating.given", by=by, at=now, audience=Audience.WATCH)
    for rating in ratings:
        if rating.is_bad:
            open_rectification(rating, at=now)
    signals.case_rated.send(Rating, application=application, ratings=ratings, by=by)
    return ratings


def _check(application, given):
    if application.status not in OVER:
        raise RatingRefused(_("办件还在办理中，结束后再评价。"))
    if application.ratings.exists():
        raise AlreadyRated(_("您已经评价过这个办件了，谢谢您。每个办件评价一次，不用再填。"))
    if not given:
        raise RatingRefused(_("请至少选择一项评价。"))
    if not {subject for subject, _grade, _words in given} <= set(list_subjects(application)):
        raise RatingRefused(_("只能评价办理过这个办件的单位，请刷新后再试。"))
