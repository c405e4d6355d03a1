"""Whether somebody is still signed in: asked by the script that keeps a form on its page until its writer is."""

from dataclasses import dataclass

from django.conf import settings
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.phone_session import signed_in_phone
from accounts.redirects import with_next

from .access import is_known


@dataclass(frozen=True)
class Keeper:
    """What the script has to know: who writes, how long (seconds) he may pause, and where he signs in again."""

    who: str
    seconds: int
    sign_in: str


def keeper_of(request):
    """None for who is not signed in, or just about to: he has nothing to lose."""
    match = request.resolver_match
    if not is_known(request) or match is None or match.app_name == "accounts":
        return None
    return Keeper(mark_of(request), settings.SESSION_COOKIE_AGE, sign_in_of(request))


def mark_of(request):
    """One word for the person and nothing about him, '' for nobody; the holders of a 查询码 are all alike."""
    if not is_known(request):
        return ""
    who = f"{request.user.pk or ''}:{signed_in_phone(request) or ''}"
    return salted_hmac(__name__, who).hexdigest()[:16]


def sign_in_of(request):
    """The door this visitor came in by."""
    if request.user.is_authenticated:
        return with_next("accounts:login", reverse("session_back"))
    if signed_in_phone(request):
        return with_next("accounts:phone", reverse("session_back"))
    return reverse("track")


@never_cache
@require_safe
def tell(request):
    """Who is signed in, and the token a form must carry: signing in makes the one before worthless.

    As with every page, he who asks stays signed in for another while.
    """
    return JsonResponse({"who": mark_of(request), "token": get_token(request)})


@never_cache
@require_safe
def back(request):
    """Signed in again, in a tab beside the form."""
    return render(request, "session/back.html")


urlpatterns = [
    path("session/", tell, name="session"),
    path("session/back/", back, name="session_back"),
]
