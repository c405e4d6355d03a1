"""Which papers one case needs and how they stand: the rules applied to its row, or to a form being filled in."""

from .material_rules import Asked, Facts, required_materials, stand


def case_facts(application):
    """What the rules ask, of a case as it is kept."""
    return Facts(
        applicant=application.applicant_kind,
        has_code=bool(application.credit_code),
        has_agent=bool(application.agent_name or application.agent_phone),
        ownership=application.extras.get("ownership", ""),
        services={
            request.service: Asked(request.business, request.demand) for request in application.requests.all()
        },
    )


def form_facts(form):
    """What the rules ask, of a bound form as far as it is filled in right.

    An organisation that has not come to its code yet is taken to have one.
    """
    form.is_valid()
    said = form.cleaned_data
    return Facts(
        applicant=said.get("applicant_kind", ""),
        has_code=bool(said.get("credit_code") or not said.get("no_code_reason")),
        has_agent=bool(said.get("agent_name") or said.get("agent_phone")),
        ownership=said.get("ownership", ""),
        services={
            code: Asked(said.get(f"{code}-business", ""), said.get(f"{code}-demand"))
            for code in said.get("services", [])
        },
    )


def needs_of(application):
    """Each paper the case needs, and what there is of it."""
    return stand(required_materials(case_facts(application)), list_present(application))


def list_present(application):
    """What was brought or promised; sorted out here, so that a page reads the papers of a case once."""
    return [material for material in application.materials.all() if material.removed_at is None]


def services_needing(application, kind):
    """The services a paper is for; of one that is for the case itself, all that are asked for."""
    facts = case_facts(application)
    named = {code for one in required_materials(facts) if one.kind == kind for code in one.services}
    return named or set(facts.services)


def needs_of_form(form):
    """The same for what a bound form says now, together with what was brought so far."""
    application = form.application
    materials = list_present(application) if application.pk else []
    return stand(required_materials(form_facts(form)), materials)
