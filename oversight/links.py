"""The link by which an applicant rates without signing in: a signature over the case, stored nowhere."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from common import clock
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours

from .terms import rating_until

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
    """Thirty days from when the link may be sent: in office hours after the end."""
    return rating_until(next_office_moment(application.ended_at, load_calendar(), load_office_hours()))


def is_expired(application):
    return clock.today() > last_day(application)


def _value(application):
    return f"{application.token}:{application.query_code_version}"
