"""The applicants and the officers of the demo about permits: mandates are signed, filings decided."""

from contextlib import suppress

from accounts.actors import APPLICANT, Actor, ActorKind
from approvals.models import Entrustment, EntrustmentStatus, Filer, Permit, PermitStatus
from approvals.services import accept_permit, decide_permit, file_permits, sign_entrustment
from common import clock
from common.status import Refusal

CONDITIONS = "夜间施工须报备；完工后按原标准恢复。"


def sign_entrustments():
    for entrustment in Entrustment.objects.filter(status=EntrustmentStatus.DRAWN_UP):
        sign_entrustment(entrustment.application, signed_on=clock.today(), by=APPLICANT)


def file_own_permits():
    """Who did not entrust anybody goes to the authority himself."""
    planned = Permit.objects.planned().filter(filed_by=Filer.APPLICANT).select_related("application")
    for application in {permit.application for permit in planned}:
        with suppress(Refusal):  # a protected road waits for its day
            file_permits(application, by=APPLICANT, has_no_old_trees=True)


def decide_filings():
    """Taken up in one round, granted in the next."""
    for permit in Permit.objects.with_authority().select_related("application", "type", "department"):
        decide_filing(permit)


def decide_filing(permit):
    """One step further: taken up, then granted; small works are only recorded."""
    officer = officer_of(permit.department)
    if permit.status == PermitStatus.FILED:
        accept_permit(permit, number=f"YWT{permit.number[2:]}", by=officer)
    elif permit.needs_decision:
        decide_permit(
            permit,
            outcome=PermitStatus.GRANTED,
            decision_number=f"宁审〔{clock.today().year}〕{permit.pk} 号",
            conditions=CONDITIONS,
            by=officer,
        )
    else:
        decide_permit(permit, outcome=PermitStatus.RECORDED, by=officer)


def officer_of(department):
    """One of its people; where nobody has an account here, the department itself."""
    return department.members.first() or Actor(ActorKind.SYSTEM, department.name)


ACTS = (sign_entrustments, file_own_permits, decide_filings)
