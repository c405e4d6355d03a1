"""What a member of staff must have done before any page opens."""

from django.conf import settings
from django.shortcuts import redirect

from accounts.redirects import with_next
from accounts.services import confirmed_device

OPEN_TO_HALF_SIGNED_IN = {
    "accounts:enrol",
    "accounts:verify",
    "accounts:logout",
    "preferences:elder",
    "preferences:language",
}


class StrictSignInMiddleware:
    """Staff pass the second factor and replace a given password before anything else; the demo is exempt."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not (settings.STRICT_SIGN_IN and request.user.is_authenticated):
            return None
        name, missing = request.resolver_match.view_name, missing_step(request.user)
        if missing is None or name == missing or name in OPEN_TO_HALF_SIGNED_IN:
            return None
        return redirect(with_next(missing, request.get_full_path() if request.method == "GET" else ""))


def missing_step(user):
    """The page of the step this user has still to take, or ``None``."""
    if not user.is_verified():
        return "accounts:verify" if confirmed_device(user) else "accounts:enrol"
    return "accounts:password" if user.needs_new_password else None
