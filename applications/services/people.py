"""Who stands behind a case: its contact and agent, and the clerk who looks after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.status import WrongStatus

from .. import signals
from ..models import Application, Status
from .record import lock

AMENDABLE = ("contact_name", "contact_phone", "agent_name", "agent_phone", "agent_capacity", "extras")


@transaction.atomic
def amend_application(application, *, by, **changes):
    """Change contact, agent or supplementary facts of a living case and tell the providers.

    A former contact loses access at once: the 查询码 of older papers becomes void. Raises ``WrongStatus``.
    """
    unknown = set(changes) - set(AMENDABLE)
    if unknown:
        raise ValueError(f"not amendable: {sorted(unknown)}")
    application = lock(application)
    if application.status not in {Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED}:
        raise WrongStatus(_("%s：当前状态不能变更信息。") % application)
    changed = {name: value for name, value in changes.items() if getattr(application, name) != value}
    if not changed:
        return application
    if {"contact_phone", "agent_phone"} & set(changed):
        application.query_code_version += 1
    for name, value in changed.items():
        setattr(application, name, value)
    application.save(update_fields=[*changed, "query_code_version"])
    labels = "、".join(str(Application._meta.get_field(name).verbose_name) for name in changed)
    application.record("application.amended", by=by, text=labels)
    signals.application_amended.send(Application, application=application, changes=sorted(changed), by=by)
    return application
