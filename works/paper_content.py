"""What stands on the papers of the works, as plain JSON: made once, when the verb happens."""

from dataclasses import asdict

from applications.paper_content import heading, in_chinese
from applications.paper_words import written_day

from .models import Fee, Payer, Plan, Step
from .picture import Picture, lane_text, plain_metres, section_text


@in_chinese
def plan_content(plan, *, at):
    """The plan as it lies before the applicant, or as he has confirmed it."""
    plan = Plan.objects.with_parts().select_related("application").get(pk=plan.pk)
    picture = Picture.before_applicant(plan)
    requests = [part.order.request for part in picture.parts]
    return heading(plan.application, at=at, requests=requests) | {
        "plan": plan.pk,
        "name": plan.name,
        "version": plan.version,
        "is_confirmed": not picture.is_presented,
        "parts": [_part_line(part) for part in picture.parts],
        "has_choice": picture.has_choice,
        "payers": {name: yuan(amount) for name, amount in picture.payers.items()},
        "sections": [_section_line(view) for view in picture.sections],
        "savings": _savings(picture.total),
        "sketch": asdict(picture.sketch),
    }


def _part_line(part):
    days = {step.step: step for step in part.steps.all()}
    return {
        "label": part.order.request.label,
        "provider": str(part.order.provider),
        "version": part.version,
        "text": part.text,
        "boundary": part.boundary,
        "safety": part.safety,
        "days": part.days,
        "provider_cost": yuan(part.provider_cost),
        "applicant_cost": yuan(part.applicant_cost),
        "public_cost": yuan(part.public_cost),
        "steps": [
            [str(step.label), written_day(days[step].starts_on), written_day(days[step].ends_on)]
            for step in Step
            if step in days
        ],
    }


def _section_line(view):
    section = view.section
    return {
        "name": section_text(section),
        "surface": section.get_surface_display(),
        "routes": [lane_text(route) for route in view.routes],
        "shared": plain_metres(view.saving.shared) if view.saving else "",
        "saved": plain_metres(view.saving.saved) if view.saving else "",
    }


def _savings(total):
    return {
        "alone": plain_metres(total.alone),
        "together": plain_metres(total.together),
        "shared": plain_metres(total.shared),
        "saved": plain_metres(total.saved),
        "dig": yuan(total.dig_yuan),
        "compensation": yuan(total.compensation_yuan),
        "has_unpriced": total.has_unpriced,
    }


def yuan(amount):
    """12,800.00"""
    return f"{amount:,.2f}"


@in_chinese
def fees_content(application, *, at):
    """Every fee on the list, by matter; no order to pay."""
    fees = list(
        Fee.objects.of_application(application).select_related(
            "part__order__request", "part__order__provider"
        )
    )
    return heading(application, at=at) | {
        "fees": [_fee_line(fee) for fee in fees],
        "totals": [
            [str(payer.label), yuan(sum(fee.amount for fee in fees if fee.payer == payer))] for payer in Payer
        ],
        "has_outside": any(fee.is_outside_red_line for fee in fees),
    }


def _fee_line(fee):
    return {
        "label": fee.part.order.request.label,
        "kind": fee.get_kind_display(),
        "amount": yuan(fee.amount),
        "payee": fee.payee,
        "payer": fee.get_payer_display(),
        "basis": fee.basis,
        "agreed_on": written_day(fee.agreed_on) if fee.agreed_on else "",
        "paid_on": written_day(fee.paid_on) if fee.paid_on else "",
        "invoice": fee.invoice,
        "is_outside": fee.is_outside_red_line,
    }
