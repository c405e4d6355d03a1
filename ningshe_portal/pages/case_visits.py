"""The visits of a case on its page, and the day for the calendar of whoever waits for it."""

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from inspections.invitation import list_lines, write_calendar
from inspections.links import find_visit
from inspections.models import Attendance, Visit, VisitKind, VisitStatus

from .access import known_visitors_only, see_case
from .verbs import Panel
from .visit_cards import build_card, load_open_visits, taking_part


def load_visits(board):
    """The open visits its reader takes part in; a provider is told of its own orders, and how many others come."""
    viewer = board.viewer
    cards = [
        build_card(visit, board.application, providers=viewer.providers, is_applicant=viewer.is_applicant)
        for visit in load_open_visits(board.application)
    ]
    return [card for card in cards if card.parties] or None


def load_urgent_visits(board):
    """Where the applicant has something to say, above all else."""
    cards = load_visits(board) or []
    return cards if any(card.is_urgent for card in cards) else None


def load_other_visits(board):
    cards = load_visits(board) or []
    return None if any(card.is_urgent for card in cards) else cards or None


def load_missing(board):
    """What has to be there by the acceptance, as the surveys found; a provider reads its own."""
    rows = Attendance.objects.still_missing().filter(order__request__application=board.application)
    if board.viewer.providers is not None:
        rows = rows.filter(order__provider__in=board.viewer.providers)
    return list(rows.select_related("order__request", "order__provider")) or None


@never_cache
@known_visitors_only
def download_ics(request, number, kind):
    """The days of one kind that were agreed on and are still to come or were cancelled, as a calendar file."""
    application, viewer = see_case(request, number)
    rows = (
        Visit.objects.announced().exclude(status=VisitStatus.DONE).filter(application=application, kind=kind)
    )
    events = [
        _event(request, visit, url=reverse("case", args=[number]), number=number, lines=lines)
        for visit in rows.with_everybody()
        if (lines := _lines(visit, viewer))
    ]
    return _as_calendar(events, f"{number}-{kind}")


@never_cache
@require_safe
def send_calendar(request, token):
    """By the link the applicant was sent: when, where and what for, and nobody's name."""
    visit = find_visit(token)
    events = [_event(request, visit, url=reverse("track"))] if visit else []
    return _as_calendar(events, "visit")


def _as_calendar(events, name):
    if not events:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(write_calendar(events), "text/calendar; charset=utf-8", headers=headers)


def _event(request, visit, *, url, number="", lines=()):
    facts = {"visit": visit.label, "number": number}
    summary = _("%(visit)s（水电气网报装 %(number)s）") if number else _("%(visit)s（水电气网报装）")
    return list_lines(
        visit,
        url=request.build_absolute_uri(url),
        summary=summary % facts,
        location=visit.application.full_address,
        description="\n".join(lines),
        stamp=clock.now(),
    )


def _is_shown(one, viewer):
    return viewer.providers is None or one.order.provider_id in viewer.providers


def _lines(visit, viewer):
    """Who comes; of a visit that was cancelled, who was to come."""
    is_over = visit.status == VisitStatus.CANCELLED
    return [
        f"{one.order.request.label}：{one.order.provider} {one.order.handler_name} {one.order.handler_phone}".strip()
        for one in (visit.attendances.all() if is_over else taking_part(visit))
        if _is_shown(one, viewer)
    ]


URGENT = Panel("case/_visits.html", load_urgent_visits)
OTHER = Panel("case/_visits.html", load_other_visits)
MISSING = Panel("case/_missing.html", load_missing)
urlpatterns = [
    path(
        f"case/<slug:number>/{kind.value}.ics",
        download_ics,
        {"kind": kind.value},
        name=f"case_{kind.value}_ics",
    )
    for kind in VisitKind
] + [path("calendar/<str:token>.ics", send_calendar, name="calendar")]
