"""A road is otherwise than was thought when the plan was confirmed, or others have backfilled it since: the permits
are read off it again."""

from django.db import transaction

from accounts.actors import SYSTEM
from applications.models import Application
from applications.services import lock
from common import clock
from common.sweeps import sweep
from milestones.models import Milestone, MilestoneStatus
from milestones.stages import Stage
from works.dig_terms import term
from works.models import DigParty, DigTermKind

from ..models import Permit
from ..routes import joint_orders
from .deriving import derive_permits, need_approval
from .holding import is_overtaken
from .settling import awaits_plan
from .telling import tell_of_backfill, tell_of_change, tell_of_lapse

BY_PERMITS = (Stage.APPROVAL, Stage.EXCAVATION, Stage.CONSTRUCTION)


@transaction.atomic
def follow_section(application, section, *, by, at):
    """Derive the permits of a case anew; an order along this section that no longer needs any passes APPROVAL over.

    What a changed plan before the applicant needs is settled with his yes. APPROVAL that is over is not opened again.
    """
    derive_permits(application, by=by, at=at)
    along = {"plan_parts__status": "confirmed", "plan_parts__routes__section": section}
    for order in joint_orders(application).filter(**along).distinct():
        milestone = order.milestones.filter(stage=Stage.APPROVAL).first()
        if milestone and not (milestone.status == MilestoneStatus.RUNNING and awaits_plan(order, milestone)):
            need_approval(order, is_needed=order.permits.current().exists(), by=by, at=at)
    tell_of_change(application)


def follow_backfills():
    """Read anew the permits of every case that is to open a road backfilled since, and has none that knows of it."""
    since = clock.today() - term(DigTermKind.PROTECTION)
    parties = DigParty.objects.living().planned().filter(dig__section__backfilled_on__gt=since)
    parties = parties.exclude(order=None).select_related("dig__section", "order__request__application")
    cases = {party.order.application for party in parties if is_overtaken(party.order, party.dig.section)}
    sweep(sorted(cases, key=lambda case: case.pk), follow_backfill)


def cases_to_open(sections):
    """The cases that have a trench still to be opened on one of these sections."""
    parties = DigParty.objects.living().planned().filter(dig__section__in=sections)
    return Application.objects.filter(requests__orders__dig_parties__in=parties).distinct().order_by("pk")


def follow_backfill(application):
    _read_anew(application, _protections, "permit.road_backfilled", tell_of_backfill)


def follow_lapses():
    """Read anew the permits of every case that may still have to dig or build by one whose validity is over."""
    at_work = Milestone.objects.running().filter(stage__in=BY_PERMITS).values("order")
    lapsed = Permit.objects.lapsed(clock.today()).filter(orders__in=at_work)
    sweep(Application.objects.filter(permits__in=lapsed).distinct().order_by("pk"), _follow_lapse)


def _follow_lapse(application):
    _read_anew(application, _planned_places, "permit.lapsed", tell_of_lapse)


@transaction.atomic
def _read_anew(application, list_needed, verb, tell):
    """Who has to do something about it is told where a permit is needed anew. ``list_needed``: by (title, …)."""
    application = lock(application)
    before = list_needed(application)
    derive_permits(application, by=SYSTEM, at=clock.now(), is_known=True)
    if anew := list_needed(application) - before:
        titles = dict.fromkeys(title for title, _what in sorted(anew))
        application.record(verb, by=SYSTEM, text="、".join(titles))
        tell(application)


def _planned_places(application):
    """What is to be filed for which section."""
    rows = application.permits.planned().select_related("type", "department").prefetch_related("sections")
    return {(permit.title, section.pk) for permit in rows for section in permit.sections.all()}


def _protections(application):
    rows = application.permits.planned().exclude(protected_until=None).select_related("type", "department")
    return {(row.title, row.protected_until) for row in rows}
