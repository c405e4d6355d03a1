"""Everything the case file shows, read in one place in a fixed number of queries."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from applications.models import Correction, PaperKind, Status
from common import clock
from district.services import load_calendar
from milestones.models import Milestone, MilestoneStatus
from milestones.stages import Holder, Stage
from utilities.models import WorkOrder

from . import history
from .access import events_for, materials_for, papers_for
from .case_permits import what_to_file
from .case_words import headline, list_wishes
from .conversation import load_conversation
from .line_map import build_row, build_station
from .materials import material_url
from .next_acts import correction_act, list_acts, paper_act
from .plans import list_plans


@dataclass(frozen=True)
class Board:
    """What one viewer may see of a case."""

    application: object
    viewer: object
    headline: str
    acts: list
    intake: object
    rows: list
    wishes: list
    correction: Correction | None
    papers: list
    materials: list
    history: list
    promised: list
    asked: list

    @cached_property
    def conversation(self):
        """The messages, for the pages that show them."""
        return load_conversation(self.application, self.viewer)

    @cached_property
    def plans(self):
        """With the words and costs this viewer may read."""
        return list_plans(self.application, self.viewer.providers)

    @property
    def orders(self):
        """The last order of each request, for the receipt matrix."""
        return [row.order for row in self.rows if row.order]

    @property
    def stations(self):
        """Every station that has begun, for the printed ledger."""
        begun = [(None, self.intake)] if self.intake.days else []
        for row in self.rows:
            begun += [(row, station) for station in (row.whole, *row.stations) if station and station.days]
        return begun

    @property
    def receivers(self):
        """Whom the applicant allowed to be told; a provider is not shown the others."""
        return [] if self.viewer.is_provider else self.application.consent.get("receivers", [])


def load_board(application, viewer):
    """Read a case for one viewer; a provider gets its own orders and nothing of others."""
    calendar, today = load_calendar(), clock.today()
    requests = list(application.requests.select_related("follow_up"))
    orders = _load_orders(application, viewer)
    milestones = list(application.milestones.prefetch_related("spans"))
    if viewer.is_provider:
        requests, milestones = _of_orders(orders, requests, milestones)
    last = {order.request_id: order for order in orders}
    correction = _open_correction(application)
    if correction:
        acts = [correction_act(correction, calendar, today, is_applicant=viewer.is_applicant)]
    else:
        acts = list_acts(milestones, requests, orders, calendar, today, is_applicant=viewer.is_applicant)
    promised, asked = _load_awaited(application, viewer, requests, orders)
    acts = sorted(
        acts + _paper_acts(promised, asked, calendar, today, is_applicant=viewer.is_applicant),
        key=lambda act: act.deadline.urgency,
    )
    return Board(
        application=application,
        viewer=viewer,
        headline=headline(application, requests, correction, _load_waits(application, viewer, milestones)),
        acts=acts,
        intake=_intake(milestones, calendar, today),
        rows=[build_row(request, last.get(request.pk), milestones, calendar, today) for request in requests],
        wishes=list_wishes(application),
        correction=correction,
        papers=_load_papers(viewer, application),
        materials=_load_materials(application, viewer),
        history=_load_history(application, viewer, requests, orders),
        promised=promised,
        asked=asked,
    )


def _load_waits(application, viewer, milestones):
    """For the applicant: what the stages in his hand stand still for, and that permits are still for him to file."""
    if not viewer.is_applicant:
        return []
    running = [row for row in milestones if row.status == MilestoneStatus.RUNNING]
    spans = [span for row in running if row.holder == Holder.APPLICANT for span in row.spans.all()]
    reasons = [span.reason for span in spans if span.ends_at is None]
    return reasons + what_to_file(application.permits.of_applicant())


def _open_correction(application):
    """What the applicant has still to bring; of a case ended meanwhile, nothing."""
    last = application.corrections.of_intake().unanswered().last()
    return last if application.status == Status.RETURNED else None


def _load_awaited(application, viewer, requests, orders):
    """What was promised, and what the window passed on for a provider; of others a provider sees nothing."""
    shown = {request.pk: request for request in requests}
    asked = application.corrections.asked().told().filter(request__in=shown)
    if viewer.is_provider:
        asked = asked.filter(order__in=[order.number for order in orders])
    asked = list(asked)
    for row in asked:
        row.request = shown[row.request_id]
    return [] if viewer.is_provider else list(application.materials.awaited()), asked


def _paper_acts(promised, asked, calendar, today, *, is_applicant):
    acts = [
        paper_act(
            _("补交%s（已承诺）") % row.get_kind_display(),
            "",
            row.due_on,
            calendar,
            today,
            is_applicant=is_applicant,
        )
        for row in promised
    ]
    return acts + [
        paper_act(
            _("补交%s") % "、".join(row.items),
            row.request.label,
            row.due_on,
            calendar,
            today,
            is_estimated=row.is_estimated,
            is_applicant=is_applicant,
        )
        for row in asked
    ]


def _load_orders(application, viewer):
    orders = WorkOrder.objects.of_application(application).select_related("provider").order_by("pk")
    if viewer.is_provider:
        orders = orders.filter(provider__in=viewer.providers).shared()
    return list(orders)


def _of_orders(orders, requests, milestones):
    """Only what belongs to these orders, and the stages of the case that are nobody's in particular."""
    own_orders = {order.pk for order in orders}
    own_requests = {order.request_id for order in orders}
    return (
        [request for request in requests if request.pk in own_requests],
        [m for m in milestones if m.order_id in own_orders or _is_shared(m, own_requests)],
    )


def _is_shared(milestone, own_requests):
    return milestone.order_id is None and (
        milestone.request_id is None or milestone.request_id in own_requests
    )


def _intake(milestones, calendar, today):
    found: Milestone | None = next((m for m in milestones if m.stage == Stage.INTAKE), None)
    return build_station(Stage.INTAKE, found, calendar, today)


def _load_papers(viewer, application):
    """What is handed to the crews is no news to the applicant, though he may read it."""
    papers = papers_for(viewer, application).valid().select_related("request").with_titles()
    return list(papers.exclude(kind=PaperKind.ORDER) if viewer.is_applicant else papers)


def _load_materials(application, viewer):
    present = list(materials_for(viewer, application))
    for material in present:
        material.url = material_url(application, material)
    return present


def _load_history(application, viewer, requests, orders):
    """Latest first."""
    events = list(events_for(viewer, application).reverse())
    labels = {request.pk: request.label for request in requests}
    if viewer.is_provider:
        return list(history.lines_for_provider(events, orders, labels))
    return [history.line(event, labels) for event in events]
