"""What a provider is told of its own order: what it needs for the work, no identity numbers, nobody else's affairs."""

from django.conf import settings

from accounts.actors import ActorKind
from applications.amounts import total_demand
from applications.catalogue import GENERAL_EXTRAS, TECHNICAL_MATERIALS
from applications.models import Correction, NoteAudience, Waiting
from common.codes import mask_phone
from milestones.allowances import allowance_of
from milestones.models import Milestone, MilestoneStatus
from ningshe_portal.pages.access import Role, Viewer, papers_for
from ningshe_portal.pages.materials import material_url
from oversight.models import Complaint
from utilities.models import OrderStatus
from utilities.push import order_url
from utilities.selectors import in_their_time, notes_of
from utilities.voltage import warn_of_voltage
from works.warnings import warn_of_order

from .dig_facts import list_digs, list_offers
from .permit_facts import filing_facts, permit_facts
from .plan_facts import standing_facts
from .visit_facts import checklist_of, visits_of

WISHES = (
    "entrusts_permits",
    "wants_joint_survey",
    "wants_joint_works",
    "wants_joint_acceptance",
    "wants_joint_connection",
    "survey_on",
    "survey_half",
)
AUTHORS = {
    ActorKind.APPLICANT: "applicant",
    ActorKind.STAFF: "window",
    ActorKind.PROVIDER: "provider",
}


def summary_facts(order, milestone):
    """One line of the list; ``milestone``: the running stage or None."""
    request, application = order.request, order.request.application
    return {
        "number": order.number,
        "application": application.number,
        "service": request.service,
        "carrier": request.carrier,
        "status": order.status,
        "address": application.address,
        "town": {"code": application.town.code, "name": application.town.name},
        "stage": milestone.stage if milestone else None,
        "due_on": milestone.due_on if milestone else None,
        "seq": order.event_seq,
        "created_at": order.created_at,
        "changed_at": order.changed_at,
        "url": order_url(order),
    }


def order_facts(order):
    """Everything a provider needs of its order; phones in full only while it has it in hand."""
    milestones = list(order.milestones.prefetch_related("spans"))
    running = next((row for row in milestones if row.status == MilestoneStatus.RUNNING), None)
    return (
        summary_facts(order, running)
        | site_facts(order.request.application, str if order.is_living else mask_phone)
        | demand_facts(order)
        | {
            "handler": order.handler_name,
            "handler_phone": order.handler_phone,
            "variant": order.variant or None,
            "needs_survey": order.needs_survey,
            "has_outside_works": order.has_outside_works,
            "account_number": order.account_number,
            "acknowledged_at": order.acknowledged_at,
            "ended_at": order.ended_at,
            "temporary": temporary_facts(order),
            "network": network_facts(order),
            "supply_contract_signed_on": order.supply_contract_signed_on,
            "visits": visits_of(order),
            "checklist": checklist_of(order),
            "plan": standing_facts(order),
            "milestones": [milestone_facts(row) for row in milestones],
            "notes": [note_facts(note) for note in notes_about(order)],
            "requests": [request_facts(row) for row in Correction.objects.filter(order=order.number)],
            "materials": [material_facts(row, order) for row in technical_files(order)],
            "papers": [paper_facts(row, order) for row in papers_of(order)],
            "filing": filing_facts(order),
            "permits": permit_facts(order),
            "digs": list_digs(order),
            "dig_offers": list_offers(order),
            "urges": [urge_facts(urge) for urge in urges_of(order)],
        }
    )


def request_facts(row):
    """What was asked for of the applicant, and how far it has come."""
    names = "id items kind asked_at told_at due_on is_estimated answered_at closed_at"
    return {name: getattr(row, name) for name in names.split()}


def technical_files(order):
    """The files a provider needs to survey and plan, while it has the order in hand."""
    files = order.request.application.materials.with_file().filter(kind__in=TECHNICAL_MATERIALS)
    return files if order.is_living else files.none()


def papers_of(order):
    """The papers of the case its provider may open; see ``papers_for``."""
    viewer = Viewer(Role.PROVIDER, frozenset([order.provider_id]))
    return papers_for(viewer, order.application).valid().defer("content")


def paper_facts(row, order):
    return {
        "name": row.slug,
        "kind": row.kind,
        "label": row.get_kind_display(),
        "issued_at": row.issued_at,
        "download_url": f"{order_url(order)}/papers/{row.slug}",
    }


def material_facts(row, order):
    return {
        "kind": row.kind,
        "label": str(row.get_kind_display()),
        "name": row.name,
        "size": row.size,
        "sha256": row.sha256,
        "added_at": row.added_at,
        "url": f"{settings.BASE_URL}{material_url(row.application, row)}",
        "download_url": f"{order_url(order)}/materials/{row.sha256}",
    }


def site_facts(application, shown):
    """Who applies and whom to call; ``shown`` says how much of a phone is seen."""
    agent = None
    if application.agent_name or application.agent_phone:
        agent = {
            "name": application.agent_name,
            "phone": shown(application.agent_phone),
            "capacity": application.agent_capacity,
        }
    return {
        "applicant": {"kind": application.applicant_kind, "name": application.applicant_name},
        "contact": {"name": application.contact_name, "phone": shown(application.contact_phone)},
        "agent": agent,
        "wishes": {name: getattr(application, name) for name in WISHES},
    }


def demand_facts(order):
    """What is applied for, in the codes of the catalogue."""
    request = order.request
    shown = str if order.is_living else mask_phone
    extras = answers(GENERAL_EXTRAS, request.application.extras, shown)
    return {
        "business": request.business,
        "demand": request.demand,
        "is_unknown": request.is_unknown,
        "unit": str(request.entry.unit),
        "purposes": request.purposes,
        "users": request.users,
        "assessed_demand": order.assessed_demand,
        "total_demand": total_demand(request, order.assessed_demand),
        "warnings": list(filter(None, [warn_of_voltage(order), *warn_of_order(order)])),
        "extras": extras | answers(request.entry.extras, request.extras, shown),
    }


def temporary_facts(order):
    """Until when the supply may stay on, for the provider that connected it."""
    follow_up = getattr(order.request, "follow_up", None) if order.status == OrderStatus.CONNECTED else None
    if follow_up is None:
        return None
    return {name: getattr(follow_up, name) for name in ("status", "until", "wish", "wished_until")}


def network_facts(order):
    """Whether the network it lacked has come, and whether somebody waits for it."""
    if order.status != OrderStatus.UNAVAILABLE:
        return None
    return {
        "is_awaited": Waiting.objects.untold().of_request(order.request).exists(),
        "arrived_at": order.request.network_arrived_at,
    }


def answers(questions, said, shown):
    """The answered questions of the supplementary page (补充信息) by code."""
    return {
        question.code: shown(said[question.code]) if question.kind == "phone" else said[question.code]
        for question in questions
        if said.get(question.code) not in (None, "", [])
    }


def milestone_facts(row):
    spans = list(row.spans.all())
    paused = spans[-1] if spans and spans[-1].is_pause and spans[-1].ends_at is None else None
    names = (
        "stage status opened_at reached_at due_on is_estimated limit_days limit_unit limit_is_confirmed"
        " is_counting days_left holder"
    )
    return {name: getattr(row, name) for name in names.split()} | {
        "label": row.get_stage_display(),
        "pause": pause_facts(row, paused) if paused else None,
    }


def notes_about(order):
    """The messages its provider may read, the oldest first."""
    return notes_of([order.provider_id], order.request.application)


def urges_of(order):
    """What its provider is urged to do and nobody has answered yet, the first due first."""
    urges = Complaint.objects.urges().by_urgency().filter(request=order.request_id)
    return in_their_time(urges, [order.provider_id], "filed_at")


def urge_facts(urge):
    names = ("number", "text", "filed_at", "due_on", "is_estimated")
    return {name: getattr(urge, name) for name in names}


def note_facts(note):
    return {
        "id": note.pk,
        "author": AUTHORS[note.actor_kind],
        "author_name": note.actor_name,
        "body": note.body,
        "is_internal": note.audience == NoteAudience.STAFF,
        "written_at": note.at,
    }


def pause_facts(milestone, span):
    return {
        "id": span.pk,
        "stage": milestone.stage,
        "reason": span.reason,
        "basis": span.basis,
        "expected_until": span.expected_until,
        "started_at": span.starts_at,
        "ended_at": span.ends_at,
        "last_day": allowance_of(span).last_day,
        "objection": span.objection,
        "revoked_at": span.revoked_at,
    }


def running_stages(orders):
    """The running stage of each of these orders, by order."""
    return {row.order_id: row for row in Milestone.objects.running().filter(order__in=orders)}
