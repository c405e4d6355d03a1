"""The sheet an applicant signs at the counter before his form is handed in."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from applications.models import Application
from applications.sheets import draw_unsigned_consent
from utilities.selectors import receivers_for

OWN_QUESTIONS = {"consents_sharing"}  # what the sheet itself asks


def can_print(form):
    """Whether the form is right but for what the sheet asks."""
    return not set(form.errors) - OWN_QUESTIONS


def print_consent(form, *, by):
    """The PDF of the typed form; what is on the sheet is what would be handed in now."""
    form.excuse(OWN_QUESTIONS)
    typed = Application(channel=form.channel)
    form.fill(typed)
    typed.consent = {"receivers": receivers_for(typed.town, form.parts)}
    pdf = draw_unsigned_consent(typed, form.build_requests(typed), by=by)
    disposition = content_disposition_header(False, "consent.pdf")
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": disposition})
