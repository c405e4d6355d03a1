"""Ratings for those who supervise: counts of each provider and the window, and the list behind them."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oversight.models import About, Duty, Grade, Rating
from oversight.querysets import EVERYTHING_BY
from utilities.models import Provider

from .oversight import EVERYTHING, PER_PAGE, trades_of

BAD_ONLY = "bad"
MOST_REPLIES = 5


@dataclass(frozen=True)
class Tally:
    """How many of each grade somebody has got, the best first. ``code``: for the list behind it."""

    name: str
    code: str
    counts: list

    @property
    def total(self):
        return sum(self.counts)

    @property
    def cells(self):
        """Pairs of label and count."""
        return list(zip(Grade.labels, self.counts, strict=True))

    @property
    def good_share(self):
        """Percent that were at least 基本满意."""
        bad = sum(
            count for grade, count in zip(Grade, self.counts, strict=True) if grade <= Grade.UNSATISFIED
        )
        return round(100 * (self.total - bad) / self.total) if self.total else None


@require_safe
@never_cache
@login_required
def show_ratings(request):
    trades_of(request.user)  # 403 for whoever supervises nothing
    ratings = Rating.objects.visible_to(request.user)
    about, is_bad = request.GET.get("about", "")[:40], BAD_ONLY in request.GET
    shown = _about(ratings, about)
    shown = (shown.bad() if is_bad else shown).select_related("application", "provider", "entered_by", "duty")
    page = Paginator(shown.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    sees_all = request.user.has_perm(EVERYTHING_BY)
    context = {
        "page": page,
        "tallies": list_tallies(ratings),
        "about": about,
        "is_bad": is_bad,
        "grades": Grade.labels,
        "sees_all": sees_all,
        "opens_cases": request.user.has_perm(EVERYTHING),
    }
    return render(request, "oversight/ratings.html", context)


def _about(ratings, about):
    if about in (About.CASE, About.WINDOW):
        return ratings.filter(about=about)
    return ratings.filter(provider__code=about) if about else ratings


def list_tallies(ratings):
    """The case as a whole and the window where one may see them, then each provider that was rated."""
    rows = ratings.order_by().values("about", "provider", "grade").annotate(count=Count("pk", distinct=True))
    counts = {}
    for row in rows:
        counts.setdefault((row["about"], row["provider"]), {})[row["grade"]] = row["count"]
    providers = Provider.objects.in_bulk([key for _about, key in counts if key])
    return [
        _tally(about, providers.get(key), counts[about, key])
        for about, key in sorted(counts, key=lambda pair: (list(About).index(pair[0]), pair[1] or 0))
    ]


def _tally(about, provider, by_grade):
    return Tally(
        name=str(provider or About(about).label),
        code=provider.code if provider else about,
        counts=[by_grade.get(grade, 0) for grade in Grade],
    )


def public_ratings():
    """For the guide: counts of each provider and the window, and the last replies; nobody's name, no case."""
    replies = Duty.objects.rectifications().closed().exclude(reply="").select_related("provider")
    return {
        "tallies": [row for row in list_tallies(Rating.objects.all()) if row.code != About.CASE],
        "replies": list(replies.order_by("-closed_at")[:MOST_REPLIES]),
        "grades": Grade.labels,
    }


urlpatterns = [path("oversight/ratings/", show_ratings, name="oversight_ratings")]
