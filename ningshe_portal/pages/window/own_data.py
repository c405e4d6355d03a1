"""The rights over one's own data at the counter, for those who do not come in by their phone."""

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from applications.models import Proof, Revealed
from applications.services import hand_out_data, reveal
from common.status import Refusal
from ningshe_portal.pages.access import Role, Viewer
from ningshe_portal.pages.history import line
from ningshe_portal.pages.own_export import export
from ningshe_portal.pages.own_facts import Person
from ningshe_portal.pages.own_sheet import draw_own_data

from .own_data_forms import CopyForm
from .review import get_application, load_verbs
from .verbs import privacy

HANDING_OUT = "applications.submit_application"
RECORDED = ("data.handed_out", "data.corrected", "consent.withdrawn", "application.dispensable_erased")


@never_cache
@login_required
@permission_required(HANDING_OUT, raise_exception=True)
def serve(request, number):
    """What can be done; a POST answers with the copy itself, so that none leaves unrecorded."""
    application = get_application(request, number)
    form = CopyForm(request.POST or None, application=application, auto_id="copy_%s")
    if form.is_valid():
        try:
            return _hand_out(application, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    events = application.events.filter(verb__in=RECORDED).reverse()
    context = {
        "application": application,
        "form": form,
        "verbs": load_verbs(application, request.user, privacy.VERBS),
        "lines": [line(event, {}) for event in events],
    }
    return render(request, "window/own_data.html", context)


def _hand_out(application, *, medium, proof, by):
    """An identity number in full goes to the applicant himself only, not to who acts for him."""
    person = Person("" if proof == Proof.MANDATE else application.contact_phone)
    label = dict(CopyForm.base_fields["medium"].choices)[medium]
    hand_out_data(application, medium=str(label), proof=proof, by=by)
    reveal(application, Revealed.FORM, by=by)
    viewer = Viewer(Role.APPLICANT)
    if medium == "file":
        return export([(application, viewer)], [], person)
    pdf = draw_own_data(application, viewer, person, proof=proof, by=by)
    disposition = content_disposition_header(False, f"{application.number}-data.pdf")
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": disposition})
