"""Applicants have no user row: the session holds the phone they proved."""

from django.contrib import auth

SESSION_KEY = "phone"


def signed_in_phone(request):
    """The phone number this visitor proved with a code, or ``None``."""
    return request.session.get(SESSION_KEY)


def sign_in_phone(request, phone):
    """Let the session belong to ``phone``; whoever else was signed in at the same browser is signed out first."""
    if request.user.is_authenticated:
        auth.logout(request)
    if signed_in_phone(request) not in (None, phone):
        request.session.flush()
    request.session.cycle_key()
    request.session[SESSION_KEY] = phone


def sign_out_phone(request):
    """Nothing stays for the next one at a shared computer: no phone, no opened case, no draft."""
    request.session.flush()
