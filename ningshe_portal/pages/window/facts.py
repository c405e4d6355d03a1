"""What was asked for as pairs of label and value, for pages that are not the paper form. Pure."""

from django.utils.translation import gettext as _

from ningshe_portal.pages.deadlines import day_text


def list_service_facts(request):
    """One service and what is asked for; nothing that is empty."""
    entry = request.entry
    business = entry.business(request.business)
    chosen = [str(option.label) for option in entry.purposes if option.code in request.purposes]
    pairs = [
        (entry.business_label, business.label if business else ""),
        (entry.demand_label, _demand(request)),
        (_("用户数"), request.users or ""),
        (entry.purposes_label, "、".join(chosen)),
        *list_answers(entry.extras, request.extras, str),
    ]
    return {"request": request, "facts": [(str(label), value) for label, value in pairs if value]}


def survey_text(application):
    """The wished day of the survey, and which half of it."""
    if application.survey_on is None:
        return ""
    return f"{day_text(application.survey_on)} {application.get_survey_half_display()}".strip()


def list_answers(extras, given, shown):
    """The optional questions that were answered; ``shown`` prints a phone among them."""
    for extra in extras:
        answer = given.get(extra.code)
        if answer in (None, "", False):
            continue
        labels = {option.code: str(option.label) for option in extra.options}
        text = _("是") if answer is True else labels.get(answer, str(answer))
        yield extra.label, shown(text) if extra.code.endswith("phone") else text


def _demand(request):
    if request.is_unknown:
        return _("不清楚，请现场核定")
    if request.demand is None:
        return ""
    return f"{request.demand.normalize():f} {request.entry.unit}"
