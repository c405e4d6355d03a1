"""Where a department's system tells how a filing stands: signed like the portal's own pushes."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from standardwebhooks import Webhook, WebhookVerificationError

from common.status import Refusal

from .answers import BadAnswer, read_answer
from .models import Department
from .services import take_answer

MOST_BYTES = 64 * 1024


@csrf_exempt  # no browser comes here: the signature says who it is
@require_POST
def answer(request, code):
    """Accepted, decided, stopped by a special procedure or prolonged; the same again is answered the same."""
    departments = Department.objects.exclude(endpoint=None).select_related("endpoint")
    department = get_object_or_404(departments, code=code)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _problem(413, "too long")
    if not is_signed(request, body, department.endpoint):
        return _problem(401, "signature")
    try:
        told = read_answer(body)
    except BadAnswer as error:
        return _problem(400, str(error))
    permit = get_object_or_404(department.permits.exclude(filed_at=None), number=told.reference)
    try:
        permit = take_answer(permit, told)
    except Refusal as refusal:
        return _problem(409, str(refusal))
    return JsonResponse({"reference": permit.number, "status": told.status or permit.status})


def is_signed(request, body, endpoint):
    """By the secret of the endpoint, or during a rotation by the one before; not older than five minutes."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    secrets = filter(None, (endpoint.secret, endpoint.previous_secret))
    return any(_verifies(secret, body, headers) for secret in secrets)


def _verifies(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def _problem(status, detail):
    return JsonResponse({"detail": detail}, status=status)
