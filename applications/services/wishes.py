"""Which joint steps the applicant takes part in; he may choose anew while the case is open."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.status import WrongStatus

from .. import signals
from ..models import WISHES, Application, Status
from .often import check_number
from .record import lock

CHANGED = "application.wishes_changed"
CHANGEABLE = {Status.SUBMITTED, Status.ACCEPTED}  # of a returned form they are changed with the form itself


@transaction.atomic
def change_wishes(application, *, by, **wishes):
    """Choose anew; the providers are told, and a new sheet takes the place of the one before.

    Raises ``WrongStatus``, and ``TooOften`` to the applicant.
    """
    if unknown := set(wishes) - set(WISHES):
        raise ValueError(f"no wishes: {sorted(unknown)}")
    application = lock(application)
    if application.status == Status.RETURNED:
        raise WrongStatus(_("%s：正在补正，请在补正时一并修改办理意愿。") % application)
    if application.status not in CHANGEABLE:
        raise WrongStatus(_("%s：当前状态不能变更办理意愿。") % application)
    changed = {name: value for name, value in wishes.items() if getattr(application, name) != value}
    if not changed:
        return application
    check_number(application, CHANGED, by=by)
    for name, value in changed.items():
        setattr(application, name, value)
    application.save(update_fields=list(changed))
    application.record(CHANGED, by=by, text=_in_words(changed))
    signals.application_amended.send(Application, application=application, changes=sorted(changed), by=by)
    return application


def _in_words(changed):
    """联合踏勘：参加；一次接通：不参加"""
    return "；".join(
        _("%(wish)s：%(choice)s")
        % {
            "wish": Application._meta.get_field(name).verbose_name,
            "choice": _("参加") if value else _("不参加"),
        }
        for name, value in changed.items()
    )
