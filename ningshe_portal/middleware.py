"""What every request goes through: no NUL comes in, the language is what the visitor chose on the page, and who
sends a form after he has been signed out is told so."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from ningshe_portal.pages.access import is_known

DOORS = {"/login/", "/login/phone/", "/track/", "/admin/login/"}


class NoNulMiddleware:
    """PostgreSQL chokes on a NUL and nobody types one: lists and sessions are never looked up by it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        while "%00" in request.META.get("QUERY_STRING", ""):  # again: one may be put together from two halves
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        if any("\0" in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)


class LanguageCookieMiddleware:
    """An English browser on a Chinese desk gets Chinese; English is one press away."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response


class LostFormMiddleware:
    """Who is led from a form he sent to a page to sign in reads there that nothing was saved.

    With JavaScript it does not come to that: ``session.js`` keeps the form on its page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and is_led_to_sign_in(request, response):
            text = _("您还没有登录，或登录已超时：刚才提交的内容没有保存，请登录后重新提交。")
            messages.warning(request, text)
        return response


def is_led_to_sign_in(request, response):
    """Away from a page that is not itself part of signing in or out."""
    is_sent_on = response.status_code == 302 and urlsplit(response.url).path in DOORS
    is_door = request.path.startswith(tuple(DOORS)) or request.path.endswith("/logout/")
    return is_sent_on and not is_door and not is_known(request)
