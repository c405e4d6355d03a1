"""The link by which a day comes into a calendar without signing in: a signature over the visit, stored nowhere."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from .models import Visit

_signer = Signer(salt="inspections.calendar")


def calendar_url(visit):
    """Void with the 查询码: a new contact ends what the former one holds."""
    return f"{settings.BASE_URL}/calendar/{sign(visit)}.ics"


def sign(visit):
    return _signer.sign_object([visit.pk, visit.application.query_code_version])


def find_visit(token):
    """The visit a link stands for, once its day was agreed; None for none, or a case made nameless."""
    try:
        pk, version = _signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    visits = Visit.objects.announced().filter(application__erased_at=None)
    return visits.filter(pk=pk, application__query_code_version=version).select_related("application").first()
