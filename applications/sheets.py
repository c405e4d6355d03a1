"""A sheet printed to be signed before there is a case: drawn on the spot and kept nowhere."""

from common import clock
from common.pdf import render_pdf

from .models import Paper, PaperKind
from .paper_content import unsigned_consent_content


def draw_unsigned_consent(application, requests, *, by):
    """The PDF of 告知同意与办理意愿确认书; neither the case nor its requests need be saved."""
    content = unsigned_consent_content(application, requests, at=clock.now(), by=by)
    context = {"paper": Paper(kind=PaperKind.CONSENT, serial=1), "content": content}
    return render_pdf("applications/pdf/consent.html", context)
