"""The link by which an applicant rates without signing in: a signature over the case, stored nowhere."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer

from applications.models import PaperKind
from common import clock
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours

from .terms import rating_until

PAUSE = timedelta(minutes=30)  # first the notice that it is over, then the question
_signer = Signer(salt="oversight.rating")


def rating_url(application):
    return f"{settings.BASE_URL}/rate/{application.number}/{sign(application)}/"


def sign(application):
    """Void with the 查询码: a new contact ends what the former one holds."""
    return _signer.signature(_value(application))


def is_signed(application, signature):
    """Also under a secret that is being rotated out."""
    try:
        _signer.unsign(f"{_value(application)}{_signer.sep}{signature}")
    except BadSignature:
        return False
    return True


def last_day(application):
    """Thirty days from when the link may be sent; a connection told late takes none of them away."""
    notices = application.papers.filter(kind=PaperKind.COMPLETION).order_by("pk")
    told_at = notices.values_list("issued_at", flat=True).first()
    return rating_until(may_be_sent_at(told_at or application.ended_at))


def may_be_sent_at(ended_at):
    return next_office_moment(ended_at + PAUSE, load_calendar(), load_office_hours())


def is_expired(application):
    return clock.today() > last_day(application)


def _value(application):
    return f"{application.token}:{application.query_code_version}"
