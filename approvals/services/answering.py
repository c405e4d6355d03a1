"""A department's system tells how a filing stands; what it has told already changes nothing that stands."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor, ActorKind
from applications.services import lock

from ..models import PermitExtension, PermitStatus
from .completing import complete_permit, fill_number
from .deciding import BadDecision, accept_permit, decide_permit
from .filing import note_number, take
from .procedures import begin_procedure, end_procedure, extend_permit


@transaction.atomic
def take_answer(permit, answer):
    """Note what the department says, number first. Raises ``Refusal`` where it contradicts what is known.

    Of a state known already only what is still missing is taken: somebody may have noted it by hand before.
    """
    lock(permit.application)
    permit, by = take(permit), Actor(ActorKind.SYSTEM, permit.department.name)
    if is_known(permit, answer.status):
        return _complete(permit, answer, by=by)
    permit = _take_number(permit, answer.number, by=by)
    if answer.notice:
        NOTICES[answer.notice.event](permit, answer.notice, by=by)
        return take(permit)
    if answer.status == PermitStatus.ACCEPTED:
        return accept_permit(permit, by=by)
    if answer.status:
        return decide_permit(
            permit, outcome=answer.status, decided_at=answer.decided_at, by=by, **answer.said
        )
    return permit


def is_known(permit, status):
    """Whether the permit stands there or has gone on from there: answers may come twice, and late."""
    if status == PermitStatus.ACCEPTED:
        return bool(permit.accepted_at or permit.decided_at)
    return bool(status) and status == permit.decision


def _complete(permit, answer, *, by):
    permit = fill_number(permit, answer.number, by=by)
    if answer.status == PermitStatus.ACCEPTED:
        return permit
    return complete_permit(permit, answer.said, by=by)


def _take_number(permit, number, *, by):
    if not number or number == permit.external_number:
        return permit
    if permit.is_decided and not permit.external_number:
        return fill_number(permit, number, by=by)
    return note_number(permit, number=number, by=by)


def _begin(permit, notice, *, by):
    if not permit.spans.filter(notice_number=notice.notice_number).exists():
        begin_procedure(permit, notice_number=notice.notice_number, by=by, **notice.said)


def _end(permit, notice, *, by):
    """By the number under which its beginning was told: of two the wrong one is not ended."""
    span = permit.spans.filter(notice_number=notice.notice_number).last()
    if span is None:
        raise BadDecision(_("没有告知书文号为“%s”的特别程序。") % notice.notice_number)
    if span.ends_at is None:
        end_procedure(permit, by=by)


def _extend(permit, notice, *, by):
    if not PermitExtension.objects.filter(permit=permit, notice_number=notice.notice_number).exists():
        extend_permit(permit, notice_number=notice.notice_number, by=by, **notice.said)


NOTICES = {"procedure_begun": _begin, "procedure_ended": _end, "extended": _extend}
