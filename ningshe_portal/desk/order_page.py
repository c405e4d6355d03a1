"""Everything the page of a work order shows, read in a fixed number of queries."""

from functools import partial

from django.db.models import Prefetch, Q
from django.urls import reverse

from applications.models import Correction
from common import clock
from district.services import load_calendar
from milestones.models import Report
from milestones.stages import PATH, Stage
from ningshe_portal.api.facts import technical_files, urges_of
from ningshe_portal.order_sheets import find_order_sheet
from ningshe_portal.pages.access import Role, Viewer
from ningshe_portal.pages.conversation import load_conversation
from ningshe_portal.pages.history import lines_for_provider
from ningshe_portal.pages.line_map import build_station
from ningshe_portal.pages.materials import material_url
from ningshe_portal.pages.pause_cards import build_card
from ningshe_portal.pages.verbs import load_panels
from utilities.voltage import warn_of_voltage

from .account_verbs import has_account
from .awaited import say_awaited
from .dig_panel import list_emergencies
from .dig_verbs import next_in_trench, once, papers_first, waits_for_trench
from .facts import dispatch_text, list_contacts, list_demand_facts, list_site_facts
from .inspection_verbs import has_answered, own_cards, what_waits
from .panels import PANELS
from .permit_verbs import next_of_permits
from .plan_verbs import next_way
from .verbs import NOTE, SELDOM, VERBS
from .work_verbs import next_payment

# What waits for others, or may be done once more, is not what the order waits for.
SELDOM_NOW = {"report": waits_for_trench, "visit-answer": has_answered, "account": has_account}
# The first of these that names a verb names what the order waits for; else it is the first that is possible.
FIRST = (papers_first, what_waits, next_in_trench, next_of_permits, next_way, next_payment)
WITH_FINDING = Report.objects.select_related("attendance")


def load_page(order, user, *, shows_phone):
    """The parts of the page for one member of staff."""
    milestones = {
        row.stage: row
        for row in order.milestones.prefetch_related("spans", Prefetch("reports", WITH_FINDING))
    }
    calendar, today = once(order, "calendar", load_calendar), clock.today()
    stations, whole = _build_stations(order, milestones, calendar, today)
    current = next((station for station in stations if station.is_running), None)
    viewer = Viewer(Role.PROVIDER, frozenset([order.provider_id]))
    return {
        "order": order,
        "stations": stations,
        "whole": whole,
        "current": current,
        "buttons": list_buttons(order, milestones.get(current.stage) if current else None, user),
        "warning": warn_of_voltage(order),
        "awaited": say_awaited(order, milestones.get(current.stage) if current else None),
        "emergencies": list_emergencies(order),
        "visits": own_cards(order),
        "conversation": load_conversation(order.application, viewer),
        "urges": list(urges_of(order)),
        "note": _button(order, NOTE, None, user),
        "contacts": list_contacts(order, shows_phone=shows_phone),
        "site_facts": list_site_facts(order, shows_phone=shows_phone),
        "demand_facts": list_demand_facts(order),
        "dispatch": dispatch_text(order, current) if shows_phone else "",
        "sheet": find_order_sheet(order) if shows_phone else None,
        "receipts": list_receipts(order),
        "reports": [report for row in milestones.values() for report in row.reports.all()],
        "pauses": [
            build_card(span, calendar, today)
            for row in milestones.values()
            for span in row.spans.all()
            if span.is_pause
        ],
        "history": list_history(order),
        "materials": [(row, material_url(row.application, row)) for row in technical_files(order)],
        "panels": load_panels(PANELS, order),
        "asked": list(Correction.objects.filter(order=order.number)),
    }


def _build_stations(order, milestones, calendar, today):
    whole = order.request.milestones.filter(stage=Stage.WHOLE, order=None).prefetch_related("spans").first()
    stations = [build_station(stage, milestones.get(stage), calendar, today) for stage in PATH]
    return stations, build_station(Stage.WHOLE, whole, calendar, today) if whole else None


def list_buttons(order, milestone, user):
    """What the user may do now; the first one is what the order waits for, unless it is seldom done."""
    if milestone:
        milestone.order = order
    first = next(filter(None, (find(order, milestone) for find in FIRST)), "")
    seldom = SELDOM | {name for name, is_over in SELDOM_NOW.items() if is_over(order, milestone)}
    ranks = {name: 0 if name == first else 2 if name in seldom else 1 for name in VERBS if name != NOTE}
    buttons = [
        (_button(order, name, milestone, user), rank)
        for name, rank in sorted(ranks.items(), key=lambda row: row[1])
    ]
    return [button | {"is_seldom": rank == 2} for button, rank in buttons if button]


def _button(order, name, milestone, user):
    """None where this user cannot do it now. Its form is made where it is shown: only the first one is."""
    verb = VERBS[name]
    if not (user.has_perm(verb.permission) and verb.fits(order, milestone)):
        return None
    return {
        "title": verb.title,
        "url": verb_url(order, name, milestone),
        "make_form": partial(verb.make_form, order, milestone, user),
    }


def verb_url(order, name, milestone):
    """A verb of a stage names it, so that a late press never reports the next one."""
    if VERBS[name].is_of_stage:
        return reverse("admin:utilities_workorder_act_on_stage", args=[order.pk, name, milestone.stage])
    return reverse("admin:utilities_workorder_act", args=[order.pk, name])


def list_receipts(order):
    """The four facts that are kept apart: pushed, fetched, read, acknowledged."""
    names = ("pushed_at", "fetched_at", "read_at", "acknowledged_at")
    return [(order._meta.get_field(name).verbose_name, getattr(order, name)) for name in names]


def list_history(order):
    """What befell this order and the visits it shares, and nothing from before or after it was this provider's."""
    of_visits = Q(request=None, detail__visit__in=list(order.attendances.values_list("visit", flat=True)))
    events = order.application.events.for_applicant().filter(Q(request=order.request) | of_visits)
    return list(lines_for_provider(events, [order], {order.request_id: order.request.label}))
