"""督办事项: complaints, rectifications, agreed items and mendings in one list, the first due first."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from district.services import load_calendar
from oversight.models import Complaint, Duty, DutyKind, Owner
from oversight.querysets import EVERYTHING_BY
from utilities.models import Provider

from .duty_cards import build_item
from .oversight import EVERYTHING, PER_PAGE, trades_of

COMPLAINTS = "complaints"
STATES = {"open": _("未办结"), "overdue": _("已超期"), "closed": _("已办结")}
KINDS = {"": _("全部"), COMPLAINTS: _("催办和投诉"), **{kind.value: kind.label for kind in DutyKind}}
OWNERS = {owner.value: owner.label for owner in Owner if owner != Owner.PROVIDER}


@dataclass(frozen=True)
class Choice:
    """What the list shows: state, kind and owner, each '' for all."""

    state: str
    kind: str
    owner: str


def read_choice(query):
    state, kind, owner = (query.get(name, "") for name in ("state", "kind", "owner"))
    return Choice(state if state in STATES else "open", kind if kind in KINDS else "", owner[:40])


@require_safe
@never_cache
@login_required
def list_duties(request):
    trades_of(request.user)  # 403 for whoever supervises nothing
    choice, today = read_choice(request.GET), clock.today()
    rows = visible_rows(request.user)
    page = Paginator(find_keys(rows, choice, today), PER_PAGE).get_page(request.GET.get("page"))
    sees_case = request.user.has_perm(EVERYTHING_BY)
    calendar = load_calendar()
    context = {
        "page": page,
        "items": [build_item(row, calendar, today, sees_case=sees_case) for row in load_rows(page)],
        "counts": count_rows(rows, today),
        "choice": choice,
        "states": STATES.items(),
        "kinds": KINDS.items(),
        "owners": list_owners(request.user),
        "opens_cases": request.user.has_perm(EVERYTHING),
    }
    return render(request, "oversight/duties.html", context)


def visible_rows(user):
    """The two tables as far as this user may see them."""
    return {Complaint: Complaint.objects.visible_to(user), Duty: Duty.objects.visible_to(user)}


def find_keys(rows, choice, today):
    """Model and key of each row, in order: what is open by its day, what is closed by its last."""
    keys = []
    for model, found in rows.items():
        if narrowed := _narrow(model, found, choice, today):
            keys += [(when, model, pk) for when, pk in narrowed]
    keys.sort(key=lambda key: (key[0], key[2]), reverse=choice.state == "closed")
    return [(model, pk) for _when, model, pk in keys]


def _narrow(model, rows, choice, today):
    """Pairs of day and key of one table."""
    is_complaint = model is Complaint
    if choice.kind and (choice.kind == COMPLAINTS) != is_complaint:
        return []
    if choice.kind and not is_complaint:
        rows = rows.filter(kind=choice.kind)
    rows = _of_owner(rows, choice.owner, is_complaint=is_complaint)
    rows = {
        "open": lambda: rows.open(),
        "overdue": lambda: rows.overdue(today),
        "closed": lambda: rows.exclude(pk__in=rows.open().values("pk")),
    }[choice.state]()
    return rows.order_by().values_list("due_on", "pk")


def _of_owner(rows, owner, *, is_complaint):
    if not owner:
        return rows
    if is_complaint:
        is_window = Q(request=None) if owner == Owner.WINDOW else Q(request__orders__provider__code=owner)
        return rows.filter(is_window).distinct()
    if owner in OWNERS:
        return rows.filter(owner=owner)
    return rows.filter(provider__code=owner)


def load_rows(page):
    """The rows of one page, in its order."""
    found = {}
    for model, joined in (
        (Complaint, ("application", "request")),
        (Duty, ("application", "provider", "rating")),
    ):
        keys = [pk for its_model, pk in page if its_model is model]
        rows = model.objects.filter(pk__in=keys).select_related(*joined)
        if model is Complaint:
            rows = rows.prefetch_related("request__orders__provider")
        found |= {(model, row.pk): row for row in rows}
    return [found[key] for key in page]


def count_rows(rows, today):
    """How many are open, and how many of them overdue."""
    is_late = Q(due_on__lt=today)
    sums = [
        found.open()
        .order_by()
        .aggregate(open=Count("pk", distinct=True), overdue=Count("pk", filter=is_late, distinct=True))
        for found in rows.values()
    ]
    return {name: sum(one[name] for one in sums) for name in ("open", "overdue")}


def list_owners(user):
    """Pairs of value and name for the filter."""
    providers = Provider.objects.active()
    trades = trades_of(user)
    if trades is not None:
        return [(row.code, str(row)) for row in providers.filter(service__in=trades)]
    return [*OWNERS.items(), *((row.code, str(row)) for row in providers)]


urlpatterns = [path("oversight/duties/", list_duties, name="duties")]
