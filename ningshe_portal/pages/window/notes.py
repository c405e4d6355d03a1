"""The messages of a case at the desk, and the window's answer."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required, permission_required
from django.views.decorators.http import require_POST

from ningshe_portal.pages.case_notes import NOTE
from ningshe_portal.pages.conversation import COUNTER, NoteForm, load_conversation

from .acting import carry_out
from .review import DESK, get_application

AT_DESK = replace(NOTE, lead_on=None)


@require_POST
@login_required
@permission_required(DESK, raise_exception=True)
def write(request, number):
    application = get_application(request, number)
    form = NoteForm(request.POST, addressees=load_conversation(application, COUNTER).addressees)
    return carry_out(request, AT_DESK, application, form, application=application)
