"""How a visitor wants to read the pages: elder mode and language, in cookies, so also without signing in."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path

from accounts.redirects import safe_next

ELDER_COOKIE = "elder"
A_YEAR = 365 * 24 * 3600


def set_elder(request, choice):
    """Large type and high contrast, on or off. A plain link: it needs neither JavaScript nor a token."""
    return remember(redirect(safe_next(request, "/")), ELDER_COOKIE, choice)


def set_language(request, language):
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return remember(redirect(safe_next(request, "/")), settings.LANGUAGE_COOKIE_NAME, language)


def remember(response, name, value):
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.IS_HTTPS, httponly=True)
    return response


app_name = "preferences"
urlpatterns = [
    path("elder/on/", set_elder, {"choice": "on"}, name="elder"),
    path("elder/off/", set_elder, {"choice": "off"}, name="elder"),
    path("language/<slug:language>/", set_language, name="language"),
]
