"""What the page shell needs on every page; asked lazily, so that a page without it costs no query."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.phone_session import signed_in_phone
from accounts.redirects import desks_of
from common.codes import mask_phone
from ningshe_portal.pages.preferences import ELDER_COOKIE
from ningshe_portal.pages.session import keeper_of

LINKS = [("/apply/", _("在线申请")), ("/track/", _("进度查询")), ("/guide/", _("办事指南"))]


def shell(request):
    return public_shell(request) | {
        "is_demo": settings.DEMO,
        "csp_nonce": getattr(request, "csp_nonce", None),
        "navigation": lambda: desk_links(request) + public_links(request),
        "session_keeper": lambda: keeper_of(request),
        "my_phone": lambda: mask_phone(signed_in_phone(request) or ""),
    }


def public_shell(request):
    """The part that asks neither session nor database: it also serves when those are broken."""
    return {
        "office_phone": settings.OFFICE_PHONE,
        "is_elder": request.COOKIES.get(ELDER_COOKIE) == "on",
        "navigation": public_links(request),
    }


def public_links(request):
    return [link(request, path, title) for path, title in LINKS]


def desk_links(request):
    """The desks of a member of staff; none for anybody else."""
    desks = desks_of(request.user) if request.user.is_authenticated else []
    return [link(request, path, title) for title, path in desks]


def link(request, path, title):
    return {"path": path, "title": title, "is_current": request.path.startswith(path)}
