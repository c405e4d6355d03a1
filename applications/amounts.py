"""How much is asked for, what the survey assessed, and what an expansion comes to: figures and words. Pure."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

EXPAND = "expand"


def plain(number):
    """A number without the zeros the database adds."""
    return f"{Decimal(number).normalize():f}" if number else None


def with_unit(amount, request):
    """``12.5 吨/日``; '' for none."""
    return f"{plain(amount)} {request.entry.unit}" if amount else ""


def asked_text(request):
    """``12.5 吨/日``, for the network with its users; 请现场核定 where nobody knows yet.

    Of an expansion it is the added amount, and says so.
    """
    amount = with_unit(request.demand, request)
    if amount and request.business == EXPAND:
        amount = _("增加 %s") % amount
    told = [
        _("用户数 %d 人") % request.users if request.users else "",
        amount,
        _("请现场核定") if request.is_unknown else "",
    ]
    return "，".join(part for part in told if part)


def assessed_text(request):
    """What was found at the survey; '' before it."""
    amount = with_unit(request.assessed_demand, request)
    return _("增加 %s") % amount if amount and request.business == EXPAND else amount


def is_assessed_otherwise(request):
    """Whether the survey found what was not known, or another amount than was asked for."""
    assessed = request.assessed_demand
    return assessed is not None and (request.is_unknown or assessed != request.demand)


def needs_assessment(request):
    """The applicant does not know how much he needs, and nobody has found out yet."""
    return request.is_unknown and request.assessed_demand is None


def total_demand(request, assessed=None):
    """The present and the added amount of an expansion together, None as long as one of them is not known."""
    added = assessed or request.demand
    present = _number(request.extras.get("present_amount"))
    return present + added if request.business == EXPAND and present and added else None


def total_text(request, assessed=None):
    """``160 千伏安（千瓦）``; '' where it is no expansion or not known."""
    return with_unit(total_demand(request, assessed), request)


def _number(text):
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
