"""What is late now and who holds it: for supervisors every case, for a regulator its own trade."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from district.services import load_calendar
from milestones.models import Milestone

from .access import ANSWERING
from .complaints import count_complaints
from .deadlines import Deadline, deadline

PER_PAGE = 30
EVERYTHING = "applications.view_every_application"


@dataclass(frozen=True)
class Row:
    milestone: Milestone
    deadline: Deadline

    @property
    def holder(self):
        """The provider by name, else the kind of party that must act."""
        order = self.milestone.order
        if order and self.milestone.holder == "provider":
            return str(order.provider)
        return self.milestone.get_holder_display()


@require_safe
@never_cache
@login_required
def show_late(request):
    calendar, today = load_calendar(), clock.today()
    milestones = late_milestones(request.user, today)
    page = Paginator(milestones, PER_PAGE).get_page(request.GET.get("page"))
    overdue = milestones.overdue(today).count()
    context = {
        "page": page,
        "rows": [Row(milestone, deadline(milestone, calendar, today)) for milestone in page],
        "overdue": overdue,
        "due_today": page.paginator.count - overdue,
        "opens_cases": request.user.has_perm(EVERYTHING),
    }
    if request.user.has_perm(ANSWERING):
        context["complaints"] = count_complaints(request.user)
    return render(request, "oversight/late.html", context)


def late_milestones(user, today):
    """Running stages overdue or due today, the longest overdue first; 403 for whoever supervises nothing."""
    milestones = Milestone.objects.due_by(today).select_related("application", "request", "order__provider")
    trades = trades_of(user)
    if trades is not None:
        milestones = milestones.filter(request__service__in=trades)
    return milestones.order_by("due_on", "pk")


def trades_of(user):
    """The services a regulator looks after, None for who sees everything; 403 for whoever supervises nothing."""
    if user.has_perm(EVERYTHING):
        return None
    trades = list(user.regulators.values_list("service", flat=True))
    if not trades:
        raise PermissionDenied
    return trades


urlpatterns = [path("oversight/", show_late, name="oversight")]
