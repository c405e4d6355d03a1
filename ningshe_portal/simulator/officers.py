"""The applicants and the officers of the demo about permits: mandates are signed, filings decided."""

from accounts.actors import APPLICANT, Actor, ActorKind
from approvals.models import Entrustment, EntrustmentStatus, Filer, Permit, PermitStatus, Procedure, WayOut
from approvals.services import (
    accept_permit,
    begin_procedure,
    choose_way_out,
    decide_permit,
    end_procedure,
    extend_permit,
    file_permits,
    is_blocked,
    refile_permit,
    sign_entrustment,
)
from common import clock

from .rounds import each
from .script import Script

CONDITIONS = "夜间施工须报备；完工后按原标准恢复。"
REFUSAL = "施工组织方案缺少交通疏导图，补充后可重新申报。"


def sign_entrustments(script):
    drawn_up = Entrustment.objects.filter(status=EntrustmentStatus.DRAWN_UP).select_related("application")
    each(drawn_up, lambda row: sign_entrustment(row.application, signed_on=clock.today(), by=APPLICANT))


def file_own_permits(script):
    """Who did not entrust anybody goes to the authority himself; a protected road waits for its day."""
    planned = Permit.objects.planned().filter(filed_by=Filer.APPLICANT).select_related("application")
    cases = {permit.application for permit in planned}
    each(cases, lambda case: file_permits(case, by=APPLICANT, has_no_old_trees=True))


def file_own_again(script):
    """Again where it said no, and with the government's leave where the road is protected."""
    own = Permit.objects.filter(filed_by=Filer.APPLICANT).select_related("application")
    each(own.filter(status=PermitStatus.REFUSED), lambda permit: refile_permit(permit, by=APPLICANT))
    why = {"way_out": WayOut.GOVERNMENT, "basis": "没有其他路由"}
    blocked = filter(is_blocked, own.planned())
    each(blocked, lambda permit: choose_way_out(permit, **why, by=APPLICANT))


def decide_filings(script):
    """Taken up in one round, granted in the next; before that whatever the case has in store."""
    permits = Permit.objects.with_authority().select_related("application", "type", "department")
    each(permits, lambda permit: decide_filing(permit, script))


def decide_filing(permit, script=None):
    """One step further: taken up, then granted; small works are only recorded."""
    officer = officer_of(permit.department)
    if permit.status == PermitStatus.FILED:
        accept_permit(permit, number=f"YWT{permit.number[2:]}", by=officer)
    elif act := next_detour(permit, script or Script()):
        act(permit, by=officer)
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


def next_detour(permit, script):
    awaited = (act for code, act in DETOURS if script.awaits(code, permit.application))
    return next((act for act in awaited if act is not extend or may_be_prolonged(permit)), None)


def may_be_prolonged(permit):
    """Only within the legal term, and once."""
    is_over = permit.legal_due_on is not None and permit.legal_due_on < clock.today()
    return not (is_over or permit.extra_days)


def refuse(permit, *, by):
    decide_permit(permit, outcome=PermitStatus.REFUSED, refusal_reason=REFUSAL, by=by)


def go_through_procedure(permit, *, by):
    """Begun in one round, over in the next."""
    if permit.spans.running().exists():
        end_procedure(permit, by=by)
    else:
        notice = f"宁审告〔{clock.today().year}〕{permit.pk} 号"
        begin_procedure(permit, procedure=Procedure.EXPERTS, expected_days=5, notice_number=notice, by=by)


def extend(permit, *, by):
    notice = f"宁审延〔{clock.today().year}〕{permit.pk} 号"
    why = {"approved_by": "分管负责人", "text": "现场情况复杂，需要现场核查"}
    extend_permit(permit, days=5, notice_number=notice, by=by, **why)


# What may come between a filing and its decision, by the trait of the case.
DETOURS = (
    ("special_procedure", go_through_procedure),
    ("extended", extend),
    ("refused_once", refuse),
)


def officer_of(department):
    """One of its people; where nobody has an account here, the department itself."""
    return department.members.first() or Actor(ActorKind.SYSTEM, department.name)


ACTS = (sign_entrustments, file_own_permits, decide_filings)
SECOND_TRIES = (file_own_again,)
