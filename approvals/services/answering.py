"""A department's system tells how a filing stands; what it has told already changes nothing."""

from django.db import transaction

from accounts.actors import Actor, ActorKind
from applications.services import lock

from ..models import PermitStatus
from .deciding import accept_permit, decide_permit
from .filing import note_number, take


@transaction.atomic
def take_answer(permit, answer):
    """Note what the department says, number first. Raises ``Refusal`` where it contradicts what is known."""
    lock(permit.application)
    permit, by = take(permit), Actor(ActorKind.SYSTEM, permit.department.name)
    if answer.status == permit.status:
        return permit
    if answer.number and answer.number != permit.external_number:
        permit = note_number(permit, number=answer.number, by=by)
    if answer.status == PermitStatus.ACCEPTED:
        return accept_permit(permit, by=by)
    if answer.status:
        return decide_permit(
            permit, outcome=answer.status, decided_at=answer.decided_at, by=by, **answer.said
        )
    return permit
