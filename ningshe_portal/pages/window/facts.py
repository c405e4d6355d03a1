"""What was asked for as pairs of label and value, for pages that are not the paper form. Pure."""

from django.utils.translation import gettext as _

from applications.amounts import asked_text, assessed_text, total_text
from ningshe_portal.pages.deadlines import day_text


def list_service_facts(request, assessed):
    """One service: what is asked for, and what was assessed as far as the reader may know it; nothing empty."""
    entry = request.entry
    business = entry.business(request.business)
    chosen = [str(option.label) for option in entry.purposes if option.code in request.purposes]
    pairs = [
        (entry.business_label, business.label if business else ""),
        (entry.demand_label, asked_text(request)),
        (entry.purposes_label, "、".join(chosen)),
        *list_answers(entry.extras, request.extras, str),
        (_("核定用量"), assessed_text(request) if assessed else ""),
        (_("增容后合计"), total_text(request, assessed)),
    ]
    return [(str(label), value) for label, value in pairs if value]


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
