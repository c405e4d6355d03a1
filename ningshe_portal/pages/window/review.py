"""The review of one case: the form on the left, what was checked and the verbs on the right."""

from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications.forms import form_rows, receipt_rows
from applications.models import Application, PaperKind, RequestStatus, Revealed, Status
from applications.needs import needs_of
from applications.services import reveal
from common import clock
from district.services import load_calendar
from ningshe_portal.pages.case_board import load_board
from ningshe_portal.pages.conversation import COUNTER, is_looked_at, read_conversation
from ningshe_portal.pages.line_map import Row
from ningshe_portal.pages.linked import open_already
from ningshe_portal.pages.masks import mask_phones
from ningshe_portal.pages.verbs import load_panels
from utilities.models import WorkOrder
from utilities.selectors import load_areas
from works.protected import protected_at

from . import checks
from .forms import AssignForm, UnavailableForm
from .offered import load_verbs
from .panels import PANELS
from .parts import part_of
from .verbs import OFTEN, SELDOM

DESK = "applications.accept_application"
WITH_CODE = (PaperKind.INTAKE, PaperKind.RECEIPT)  # the papers on which the 查询码 stands
MOST_POLLS = 40  # two minutes; an idle desk must still run into its time-out


def get_application(request, number):
    cases = Application.objects.visible_to_staff(request.user).select_related("town", "clerk")
    return get_object_or_404(cases, number=number)


@never_cache
@login_required
@permission_required(DESK, raise_exception=True)
def review(request, number):
    application = get_application(request, number)
    page = load_review(application, request.user)
    if is_looked_at(request):
        read_conversation(page["board"].conversation, by=request.user)
    return render(request, "window/review.html", page)


@require_POST
@login_required
@permission_required(DESK, raise_exception=True)
def show_phone(request, number):
    """The whole number, for a call; that it was seen is kept."""
    application = get_application(request, number)
    reveal(application, Revealed.PHONE, by=request.user)
    return render(request, "window/review.html", load_review(application, request.user, shows_phone=True))


@never_cache
@login_required
@permission_required(DESK, raise_exception=True)
def receipts(request, number):
    """The receipt matrix alone, asked again every few seconds while something is on its way."""
    application = get_application(request, number)
    orders = WorkOrder.objects.of_application(application).select_related("provider").order_by("pk")
    last = {order.request_id: order for order in orders}
    rows = [Row(asked, last.get(asked.pk)) for asked in application.requests.all()]
    return render(
        request, "window/_receipts.html", receipt_context(number, rows, last.values(), polls_so_far(request))
    )


def polls_so_far(request):
    """How often this page has asked; nonsense counts as never more."""
    asked = request.GET.get("poll", "")
    return int(asked) if asked.isdecimal() and len(asked) < 4 else MOST_POLLS


def receipt_context(number, rows, orders, polls=0):
    """``next_poll`` is empty once everything has arrived, or after two minutes."""
    is_waiting = any(order.is_living and order.pushed_at is None for order in orders)
    goes_on = is_waiting and polls < MOST_POLLS
    return {"number": number, "rows": rows, "next_poll": polls + 1 if goes_on else ""}


def load_review(application, user, *, shows_phone=False):
    prefetch_related_objects([application], "requests", "materials__taken_by")
    board = load_board(application, COUNTER)
    requests = [row.request for row in board.rows]
    return {
        "application": application,
        "board": board,
        "blocks": _blocks(application if shows_phone else mask_phones(application), requests),
        "awaits_entry": application.status == Status.RECEIVED,
        "unrouted": _unrouted_parts(application, board.rows),
        "checks": _run_checks(application, requests),
        "with_code": next((paper for paper in reversed(board.papers) if paper.kind in WITH_CODE), None),
        "shows_phone": shows_phone,
        "verbs": load_verbs(application, user, OFTEN),
        "other_verbs": load_verbs(application, user, SELDOM),
        "panels": load_panels(PANELS, application, user),
        "notes": {
            "conversation": board.conversation,
            "url": reverse("window:note", args=[application.number]),
        },
    } | receipt_context(application.number, board.rows, board.orders)


def _blocks(application, requests):
    """The form as far as it has been typed in, and what was noted when the paper came."""
    form = [] if application.status == Status.RECEIVED else form_rows(application, requests)
    return form + receipt_rows(application)


def _run_checks(application, requests):
    """Only while somebody has still to decide about a form that has been typed in."""
    if application.status != Status.SUBMITTED:
        return []
    return [
        checks.check_identity(application),
        checks.check_duplicates(Application.objects.alike(application)),
        checks.check_routes(requests, application.town_id, load_areas(application.town_id)),
        checks.check_materials(needs_of(application)),
        *_check_linked(application, requests),
        checks.check_protection(protected_at(application.town_id, application.address, clock.today())),
        checks.check_survey_day(application.survey_on, load_calendar(), clock.today()),
    ]


def _check_linked(application, requests):
    """Only where something was asked for twice."""
    if application.linked_to_id is None:
        return []
    already = open_already(application, {request.service for request in requests})
    return [checks.check_linked(already)] if already else []


def _unrouted_parts(application, rows):
    """The open requests nobody has in hand, each with what the office can do about it."""
    return [
        _unrouted_part(application, row.request)
        for row in rows
        if row.request.status == RequestStatus.OPEN and not (row.order and row.order.is_living)
    ]


def _unrouted_part(application, asked):
    part = part_of(asked)
    return {
        "request": asked,
        "assign_url": reverse("window:assign", args=[application.number, part]),
        "assign_form": AssignForm(service=asked.service, carrier=asked.carrier, auto_id=f"{part}_assign_%s"),
        "unavailable_url": reverse("window:unavailable", args=[application.number, part]),
        "unavailable_form": UnavailableForm(auto_id=f"{part}_unavailable_%s"),
    }
