"""Whose draft it is: the browser that fills it in, and later whoever proves the contact's phone."""

from django.db.models import F

from accounts.phone_session import signed_in_phone
from applications.models import Application, Status
from ningshe_portal.pages.access import held_cases

SESSION_KEY = "drafts"
MOST_DRAFTS = 20


def own_draft(request, application):
    """Let this session own the draft, until its contact changes elsewhere."""
    owned = request.session.get(SESSION_KEY, {})
    entry = {str(application.token): application.query_code_version}
    if owned | entry != owned:
        request.session[SESSION_KEY] = dict(list((owned | entry).items())[-MOST_DRAFTS:])


def disown_others(application):
    """Another browser goes on with a draft: the one that began it may have passed the link on to a stranger.

    Both may still fill it in, but the 查询码 is for the one that hands it in.
    """
    unsent = Application.objects.filter(pk=application.pk, status=Status.DRAFT)
    unsent.update(query_code_version=F("query_code_version") + 1)
    application.refresh_from_db(fields=["query_code_version"])


def owns_draft(request, application):
    """Whether this session filled the form in."""
    owned = request.session.get(SESSION_KEY, {})
    return owned.get(str(application.token)) == application.query_code_version


def release_drafts(request):
    """Forget what was filled in here: the page behind a handed-in form shows its 查询码."""
    request.session.pop(SESSION_KEY, None)


def has_proved_phone(request, application):
    """Whether this visitor has signed in as contact or agent of the case."""
    return Application.objects.of_phone(signed_in_phone(request)).filter(pk=application.pk).exists()


def is_applicant_of(request, application):
    """Whether this visitor may answer for the applicant: as the one who filled it in, by phone or by code."""
    if owns_draft(request, application) or has_proved_phone(request, application):
        return True
    return held_cases(request).filter(pk=application.pk).exists()
