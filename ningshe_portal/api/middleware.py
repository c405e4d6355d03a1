"""Whatever goes wrong below /api/v1/ is a problem+json, also what Django answers by itself."""

import logging

from django.conf import settings
from django.db import OperationalError

from .problems import BAD_REQUEST, BROKEN, BUSY, BY_STATUS, MEDIA_TYPE, problem

ROOT = "/api/v1/"
RETRY_AFTER = "5"  # seconds

logger = logging.getLogger(__name__)


class ProblemMiddleware:
    """Stands outside of all that may fail: unknown addresses, wrong methods, broken bodies, crashes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(ROOT):
            return response
        response.headers.setdefault("Cache-Control", "no-store")
        return response if is_fine(response) else self.say(request, response)

    def say(self, request, response):
        """The same answer in the words of the API; ``Allow`` belongs to it."""
        status = response.status_code
        kind = BY_STATUS.get(status, BROKEN if status >= 500 else BAD_REQUEST)
        kept = {name: response.headers[name] for name in ("Allow",) if name in response.headers}
        return problem(request, kind, headers=kept | {"Cache-Control": "no-store"})

    def process_exception(self, request, error):
        """A database that is locked or too busy: everything has been rolled back, the caller may try again."""
        if not request.path.startswith(ROOT) or not isinstance(error, OperationalError):
            return None
        logger.warning("The database did not answer in time: %s", error)
        return problem(request, BUSY, headers={"Retry-After": RETRY_AFTER})


def is_fine(response):
    """No error, one told by the API itself, or a page for who develops it."""
    is_told = response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
    return response.status_code < 400 or is_told or (settings.DEBUG and response.status_code == 500)
