"""Is the portal alive, is it ready, and its figures. For operators and their machines; no personal data."""

from datetime import timedelta
from ipaddress import ip_address

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from outbox.models import Heartbeat

HEARTS = ("worker", "sending", "beat")
SILENCE = timedelta(seconds=60)  # four missed beats
BROKER_SECONDS = 2


@require_safe
@never_cache
def alive(request):
    """The web server answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request):
    """Everything a case needs to move along, each part named; 503 while one is missing."""
    parts = {"database": database_answers(), "broker": broker_answers()}
    parts |= beating_hearts() if parts["database"] else dict.fromkeys(HEARTS, False)
    is_ready = all(parts.values())
    return JsonResponse({"ready": is_ready, **parts}, status=200 if is_ready else 503)


@require_safe
@never_cache
def metrics(request):
    """For Prometheus inside the network. A call that came through the proxy came from outside."""
    if "HTTP_X_FORWARDED_FOR" in request.META or not is_inside(request.META["REMOTE_ADDR"]):
        raise Http404
    return ExportToDjangoView(request)


def is_inside(address: str) -> bool:
    """A unix socket has no address and is as near as can be."""
    return not address or ip_address(address).is_private


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS
    )
    try:
        return client.ping()
    except redis.RedisError:
        return False
    finally:
        client.close()


def beating_hearts() -> dict:
    """Which workers have lately done a real task."""
    silent = set(Heartbeat.objects.silent_for(SILENCE).values_list("name", flat=True))
    known = set(Heartbeat.objects.values_list("name", flat=True))
    return {name: name in known - silent for name in HEARTS}


urlpatterns = [
    path("healthz", alive),
    path("readyz", ready),
    path("metrics", metrics),
]
