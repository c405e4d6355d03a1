"""The messages of a case at the desk, and the window's answer."""

from django.contrib.auth.decorators import login_required, permission_required
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ningshe_portal.pages.conversation import COUNTER, NoteForm, load_conversation, write_to

from .acting import attempt, back_with
from .review import DESK, get_application


@require_POST
@login_required
@permission_required(DESK, raise_exception=True)
def write(request, number):
    application = get_application(request, number)
    form = NoteForm(request.POST, addressees=load_conversation(application, COUNTER).addressees)
    if not form.is_valid():
        return back_with(request, number, form)
    return attempt(
        request,
        number,
        lambda: write_to(application, by=request.user, **form.cleaned_data),
        _("留言已发送，对方看过后会显示“已读”。"),
    )
