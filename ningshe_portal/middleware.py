"""What every request goes through: no NUL comes in, and the language is what the visitor chose on the page."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers


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
