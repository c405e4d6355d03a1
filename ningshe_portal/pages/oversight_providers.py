"""What each provider sent back, stopped and told late in a month; every figure opens the list behind it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from common.clock import local_date
from common.workdays import ONE_DAY
from district.services import load_calendar
from milestones.models import Report, Span
from milestones.pauses import days_stopped
from milestones.querysets import PAUSE_STATES
from utilities.models import OrderStatus, Provider, ReturnReason, WorkOrder

from .months import Month, month_of
from .oversight import EVERYTHING, PER_PAGE, trades_of

PAUSE_FIGURES = ("objected", "revoked", "beyond", "short")


@dataclass
class Figures:
    """One provider in one month. ``stopped``: working days of the month its pauses kept from counting."""

    provider: Provider
    orders: int = 0
    returned: int = 0
    reasons: list = field(default_factory=list)
    pauses: int = 0
    stopped: int = 0
    objected: int = 0
    revoked: int = 0
    beyond: int = 0
    short: int = 0
    late: int = 0


@dataclass(frozen=True)
class Line:
    """One thing behind a figure."""

    at: object
    order: WorkOrder
    what: str
    text: str


@require_safe
@never_cache
@login_required
def show_providers(request):
    month = month_of(request.GET.get("month")) or Month(clock.today().replace(day=1))
    providers = visible_providers(request.user)
    context = {
        "month": month,
        "rows": count_figures(providers, month),
        "opens_cases": request.user.has_perm(EVERYTHING),
    }
    return render(request, "oversight/providers.html", context)


@require_safe
@never_cache
@login_required
def list_behind(request, code, what):
    """The orders, returns or late reports of one provider in a month."""
    month = month_of(request.GET.get("month")) or Month(clock.today().replace(day=1))
    provider = get_object_or_404(visible_providers(request.user), code=code)
    if what not in LISTS:
        raise Http404
    title, rows, line = LISTS[what]
    page = Paginator(rows(month).filter(**{OWNER[what]: provider}), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "month": month,
        "provider": provider,
        "title": title,
        "page": page,
        "lines": [line(row) for row in page],
        "opens_cases": request.user.has_perm(EVERYTHING),
    }
    return render(request, "oversight/provider_list.html", context)


def visible_providers(user):
    """All of them, or those of the trades a regulator looks after; 403 for whoever supervises nothing."""
    trades = trades_of(user)
    return Provider.objects.all() if trades is None else Provider.objects.filter(service__in=trades)


def count_figures(providers, month):
    """The figures of each provider, in a fixed number of queries."""
    rows = {provider.pk: Figures(provider) for provider in providers}
    for pk, number in _count(orders_in(month), "provider"):
        _set(rows, pk, orders=number)
    _count_returns(rows, month)
    _count_pauses(rows, month)
    for pk, number in _count(late_in(month), "milestone__order__provider"):
        _set(rows, pk, late=number)
    return list(rows.values())


def _count_returns(rows, month):
    counted = returned_in(month).order_by().values_list("provider", "return_reason").annotate(Count("pk"))
    for pk, reason, number in counted.order_by("-pk__count", "return_reason"):
        if pk in rows:
            rows[pk].returned += number
            rows[pk].reasons.append((ReturnReason(reason).label if reason else "", number))


def _count_pauses(rows, month):
    """A pause belongs to each month it lasted in, its days to the month they fall in."""
    pauses = Span.objects.pauses().between(month.starts_at, month.ends_at)
    rules = {name: Count("pk", filter=PAUSE_STATES[name]) for name in PAUSE_FIGURES}
    counted = pauses.order_by().values("milestone__order__provider").annotate(pauses=Count("pk"), **rules)
    for row in counted:
        _set(rows, row.pop("milestone__order__provider"), **row)
    for pk, days in _days_stopped(pauses, month).items():
        _set(rows, pk, stopped=days)


def _days_stopped(pauses, month):
    calendar, until = load_calendar(), min(month.last, clock.today() - ONE_DAY)
    days = defaultdict(int)
    for pause in pauses.filter(counts=False).select_related("milestone__order"):
        opened_on = max(local_date(pause.milestone.counting_from), month.first - ONE_DAY)
        days[pause.milestone.order.provider_id] += days_stopped(pause, opened_on, calendar, until)
    return days


def _count(rows, owner):
    return rows.order_by().values_list(owner).annotate(Count("pk"))


def _set(rows, pk, **figures):
    if pk in rows:
        for name, number in figures.items():
            setattr(rows[pk], name, number)


def orders_in(month):
    orders = WorkOrder.objects.filter(created_at__gte=month.starts_at, created_at__lt=month.ends_at)
    return orders.select_related("request__application").order_by("-created_at", "-pk")


def returned_in(month):
    orders = WorkOrder.objects.filter(
        status=OrderStatus.RETURNED, ended_at__gte=month.starts_at, ended_at__lt=month.ends_at
    )
    return orders.select_related("request__application").order_by("-ended_at", "-pk")


def late_in(month):
    reports = Report.objects.filter(
        is_late=True, recorded_at__gte=month.starts_at, recorded_at__lt=month.ends_at
    )
    return reports.select_related("milestone__order__request__application").order_by("-recorded_at", "-pk")


def order_line(order):
    return Line(order.created_at, order, order.request.label, order.get_status_display())


def return_line(order):
    return Line(order.ended_at, order, order.get_return_reason_display(), order.return_detail)


def report_line(report):
    moment = f"{report.occurred_at.astimezone(clock.LOCAL):%Y-%m-%d %H:%M}"
    milestone = report.milestone
    what = f"{milestone.get_stage_display()} {report.get_outcome_display()}"
    return Line(report.recorded_at, milestone.order, what, _("发生于 %s") % moment)


LISTS = {
    "orders": (_("派单"), orders_in, order_line),
    "returned": (_("退单"), returned_in, return_line),
    "late": (_("迟报"), late_in, report_line),
}
OWNER = {"orders": "provider", "returned": "provider", "late": "milestone__order__provider"}

urlpatterns = [
    path("oversight/providers/", show_providers, name="oversight_providers"),
    path("oversight/providers/<slug:code>/<slug:what>/", list_behind, name="oversight_provider_list"),
]
