"""Permits are filed for all orders at once, by the entrusted provider or by the applicant himself."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import Refusal, WrongStatus, move

from ..models import EntrustmentStatus, Filer, PermitStatus, WayOut
from ..needs import Kind
from .gateway import FILED, tell_department
from .settling import date_permit, settle_case
from .telling import tell_of_change

LONGEST_NUMBER = 60


class BadFiling(Refusal):
    """A filing that is not allowed or lacks something."""


@transaction.atomic
def file_permits(application, *, by, provider=None, numbers=None, has_no_old_trees=False):
    """File everything that may be filed now, for all orders at once; the permits that were.

    ``provider``: the entrusted one that files; None: the applicant himself, or the window for him.
    ``numbers``: by number of the permit, what 政务一网通 gave it, where that is known already. A protected road
    waits until a way out is chosen. Raises ``WrongStatus`` and ``BadFiling``.
    """
    application = lock(application)
    filer = Filer.PROVIDER if provider else Filer.APPLICANT
    if provider:
        check_entrusted(application, provider)
    planned = application.permits.planned().filter(filed_by=filer)
    planned = list(planned.select_related("type", "department__endpoint", "application"))
    permits = [permit for permit in planned if not is_blocked(permit)]
    if not permits:
        raise WrongStatus(_no_permits(planned))
    _check_trees(permits, has_no_old_trees)
    at = clock.now()
    for permit in permits:
        _file(permit, by=by, at=at, number=(numbers or {}).get(permit.number, ""))
    text = "、".join(permit.title for permit in permits)
    application.record("permit.filed", by=by, at=at, text=text)
    settle_case(application, by=by, at=at)
    tell_of_change(application)
    return permits


def check_entrusted(application, provider):
    """Raises ``BadFiling`` unless this provider may act for the applicant now."""
    entrustment = application.entrustments.living().first()
    if entrustment is None:
        raise BadFiling(_("申请人没有委托专营单位申报，由申请人自行办理。"))
    if entrustment.provider_id != provider.pk:
        raise BadFiling(_("本办件的审批手续由%s统一申报。") % entrustment.provider)
    if entrustment.status != EntrustmentStatus.SIGNED:
        raise BadFiling(_("审批委托书还没有签署，签署后才能申报。"))


def is_blocked(permit):
    """The road may not be opened yet, and nobody has asked the government."""
    is_protected = permit.protected_until is not None and permit.protected_until > clock.today()
    return is_protected and permit.way_out != WayOut.GOVERNMENT


@transaction.atomic
def note_number(permit, *, number, by):
    """The number 政务一网通 has given; a wrong one may be put right until the decision. Raises ``WrongStatus``."""
    permit = take(permit)
    number = number.strip()[:LONGEST_NUMBER]
    if not permit.is_with_authority:
        raise WrongStatus(_("%s：只有已申报、尚未决定的手续可以填写编号。") % permit.title)
    if not number:
        raise BadFiling(_("请填写政务一网通受理编号。"))
    return permit if number == permit.external_number else record_number(permit, number, by=by)


def record_number(permit, number, *, by):
    """Whoever calls has checked that it may be, and holds the lock on the case."""
    permit.external_number = number
    permit.save(update_fields=["external_number"])
    permit.application.record("permit.numbered", by=by, text=f"{permit.title} {number}", permit=permit.number)
    tell_of_change(permit.application)
    return permit


def take(permit):
    """The permit as it stands, with the lock on its case."""
    lock(permit.application)
    fresh = type(permit).objects.select_related("application", "type", "department__endpoint")
    return fresh.prefetch_related("spans").get(pk=permit.pk)


def _file(permit, *, by, at, number):
    move(
        permit,
        PermitStatus.FILED,
        filed_at=at,
        filer_name=str(by),
        external_number=number.strip()[:LONGEST_NUMBER],
        limit_days=permit.type.promised_days,
        legal_days=permit.type.legal_days,
    )
    date_permit(permit)
    tell_department(permit, FILED)


def _no_permits(planned):
    if not planned:
        return _("没有待申报的手续。")
    return _(
        "道路在保护期内，不得挖掘（%s）。请先选择：改走其他路由、改用非开挖、报区政府批准，或等待期满。"
    ) % ("、".join(permit.title for permit in planned))


def _check_trees(permits, has_no_old_trees):
    is_felling = any(permit.type.code == Kind.TREES_FELLED for permit in permits)
    if is_felling and not has_no_old_trees:
        raise BadFiling(
            _("请先现场核对并确认没有古树名木。古树名木一律不得砍伐，有的请改走其他路由或改用非开挖方式。")
        )
