"""Where to go after signing in: back to a page of this site, or to the desk of one's role."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.roles import RoleName

DESKS = {
    "/window/": (_("窗口工作台"), {RoleName.CLERK, RoleName.OFFICE}),
    "/oversight/": (_("督办看板"), {RoleName.OFFICE, RoleName.SUPERVISOR, RoleName.REGULATOR}),
    "/admin/": (
        _("管理后台"),
        {
            RoleName.PROVIDER,
            RoleName.OFFICER,
            RoleName.ADMINISTRATOR,
            RoleName.OFFICE,
            RoleName.SUPERVISOR,
        },
    ),
}


def desks_of(user):
    """The desks this member of staff works at, the main one first, as (title, path)."""
    desks = [(title, path) for path, (title, roles) in DESKS.items() if roles & user.roles]
    if not desks and user.is_staff:
        desks = [(DESKS["/admin/"][0], "/admin/")]
    return desks


def desk_of(user):
    """The page a member of staff begins the day with."""
    return next((path for _title, path in desks_of(user)), "/")


def safe_next(request, default):
    """``next`` of the request if it is a path of this site; an outside address or the name of a view is ignored."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours and target.startswith("/") else default


def with_next(name, target):
    """The address of the page ``name``, remembering where the visitor was going."""
    return f"{reverse(name)}?{urlencode({'next': target})}" if target else reverse(name)
