"""In plain words: what is kept, why, how long, and what one can do about it. The table is the one that is run."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from accounts.roles import RoleName
from ningshe_portal.retention import RULES

WHOLE_TABLE = {RoleName.ADMINISTRATOR, RoleName.SUPERVISOR, RoleName.OFFICE}


@require_safe
def show_privacy(request):
    """Staff who look after the portal also see what concerns staff, and which lengths nobody has confirmed."""
    is_staff = request.user.is_authenticated and bool(WHOLE_TABLE & request.user.roles)
    rules = [rule for rule in RULES if is_staff or rule.is_about_applicants]
    return render(request, "home/privacy.html", {"rules": rules, "is_staff": is_staff})


urlpatterns = [path("privacy/", show_privacy, name="privacy")]
