"""An order leaves a joint step and takes it alone, or joins it again; its clock runs on as it stands."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications.services import check_number, lock
from common import clock
from common.status import WrongStatus

from .. import signals
from ..models import Apart, MilestoneStatus
from ..stages import WISH_OF
from .telling import tell_of_parting

LEFT, JOINED = "order.split_off", "order.rejoined"
OVER = (MilestoneStatus.REACHED, MilestoneStatus.SKIPPED, MilestoneStatus.CANCELLED)


@transaction.atomic
def split_off(order, stage, *, by, reason=""):
    """From now on the order takes ``stage`` alone; the others go on together.

    Raises as ``rejoin``; whose stage it is refuses it by ``WrongStatus`` where nobody shares it.
    """
    _check(order, stage, by=by)
    now = clock.now()
    try:
        with transaction.atomic():
            apart = Apart.objects.create(
                order=order, stage=stage, reason=reason, starts_at=now, actor_name=str(by)
            )
    except IntegrityError:
        raise WrongStatus(_("%s 的这一环节已经单独办理。") % order) from None
    _record(order, LEFT, stage, by=by, text=reason)
    tell_of_parting(apart, is_apart=True, by=by)
    signals.order_split_off.send(Apart, order=order, stage=stage, by=by, at=now)
    return apart


@transaction.atomic
def rejoin(order, stage, *, by):
    """Take part in the joint step again. Raises ``WrongStatus``, and ``TooOften`` to the applicant."""
    application = _check(order, stage, by=by)
    if stage in WISH_OF and not getattr(application, WISH_OF[stage]):
        raise WrongStatus(_("申请人没有选择这一环节联办，%s 照旧单独办理。") % order)
    now = clock.now()
    apart = Apart.objects.open().filter(order=order, stage=stage).first()
    if apart is None:
        raise WrongStatus(_("%s 的这一环节没有单独办理。") % order)
    Apart.objects.filter(pk=apart.pk).update(ends_at=now)
    _record(order, JOINED, stage, by=by)
    tell_of_parting(apart, is_apart=False, by=by)
    signals.order_rejoined.send(Apart, order=order, stage=stage, by=by, at=now)


def _check(order, stage, *, by):
    """The case, locked: the stage is still to be done."""
    application = lock(order.application)
    check_number(application, LEFT, JOINED, by=by)
    order.refresh_from_db(fields=["status"])
    if not order.is_living or order.milestones.filter(stage=stage, status__in=OVER).exists():
        raise WrongStatus(_("%s 的这一环节已经结束。") % order)
    return application


def _record(order, verb, stage, *, by, text=""):
    order.application.record(verb, by=by, request=order.request, text=text, stage=stage, order=order.number)
