"""What is done about a road that must not be opened yet: four ways out, and the end of the waiting."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.clock import midnight
from common.status import WrongStatus
from common.sweeps import sweep

from ..models import Filer, Permit, PermitStatus, WayOut
from .deriving import derive_permits
from .filing import BadFiling, take
from .settling import settle_case
from .telling import tell_of_change, tell_of_free_road, tell_of_own_way_out


@transaction.atomic
def choose_way_out(permit, *, way_out, by, basis=""):
    """Choose how to get past a protected road; it can be chosen anew until it is filed.

    Another route or method needs a changed plan: the permit waits for it. Raises ``WrongStatus``, ``BadFiling``.
    """
    permit = take(permit)
    _choose(permit, way_out, basis.strip(), by=by)
    settle_case(permit.application, by=by)
    tell_of_change(permit.application)
    return permit


@transaction.atomic
def choose_own_way_out(application, *, permits, way_out, by, basis=""):
    """The applicant who files himself chooses for his ``permits``, or the window for him; the providers hear of it.

    Raises ``WrongStatus``, ``BadFiling``.
    """
    application = lock(application)
    own = application.permits.filter(filed_by=Filer.APPLICANT, pk__in=[permit.pk for permit in permits])
    own = list(own.select_related("application", "type", "department").order_by("pk"))
    if len(own) < len(permits):
        raise WrongStatus(_("有的手续已不由申请人自行申报，请刷新后重新选择。"))
    for permit in own:
        _choose(permit, way_out, basis.strip(), by=by)
    settle_case(application, by=by)
    tell_of_own_way_out(application, way_out)


def _choose(permit, way_out, basis, *, by):
    if permit.status != PermitStatus.PLANNED or permit.protected_until is None:
        raise WrongStatus(_("%s不涉及保护期内的道路，或已经申报。") % permit.title)
    if way_out == WayOut.GOVERNMENT and not basis:
        raise BadFiling(_("请写明向区政府申请批准的理由。"))
    permit.way_out, permit.way_out_basis = way_out, basis
    permit.save(update_fields=["way_out", "way_out_basis"])
    text = f"{permit.title}：{permit.get_way_out_display()} {basis}".strip()
    permit.application.record("permit.way_out_chosen", by=by, text=text, permit=permit.number)


def end_road_waits():
    """Let every permit be filed whose road may be opened by now, however late anybody looks."""
    over = Permit.objects.planned().filter(way_out=WayOut.WAIT, protected_until__lte=clock.today())
    sweep(over.select_related("application"), _end_wait)


@transaction.atomic
def _end_wait(permit):
    """Unless the road has come under another protection meanwhile: the plan is read anew."""
    lock(permit.application)
    if not Permit.objects.planned().filter(pk=permit.pk, way_out=WayOut.WAIT).exists():
        return
    over_at = midnight(permit.protected_until)
    derive_permits(permit.application, by=SYSTEM, at=clock.now(), since=over_at)
    permit.refresh_from_db()
    if permit.protected_until is None:
        permit.application.record("permit.road_free", by=SYSTEM, text=permit.title, permit=permit.number)
        tell_of_free_road(permit.application)
