"""What is done with permits at any time, sensible or not: by departments, filers and the applicant."""

from accounts.actors import APPLICANT
from approvals.answers import Answer
from approvals.models import Permit, Procedure, WayOut
from approvals.services import (
    accept_permit,
    add_permit_paper,
    begin_procedure,
    choose_own_way_out,
    choose_way_out,
    decide_permit,
    end_procedure,
    entrust,
    extend_permit,
    file_oneself,
    file_permits,
    note_number,
    refile_own,
    refile_permits,
    take_answer,
)
from common import clock

from .path import refile
from .world import Nothing, others_than, refused

FILED = {"status__in": ["filed", "accepted"]}


def one(order, world, **wanted):
    return world.one_of(Permit.objects.filter(orders=order, **wanted).distinct())


def accept(order, world):
    permit = one(order, world, status="filed")
    assert Permit.objects.visible_to(world.officer).filter(pk=permit.pk).exists()
    accept_permit(permit, by=world.officer)


def refuse(order, world):
    permit = one(order, world, **FILED)
    decide_permit(permit, outcome="refused", refusal_reason="材料不符", by=world.officer)


def refuse_several(order, world):
    """Of what the entrusted provider has filed for the case."""
    rows = order.application.permits.filter(filed_by="provider", **FILED).order_by("pk")
    for permit in world.some_of(rows):
        decide_permit(permit, outcome="refused", refusal_reason="材料不符", by=world.officer)


def file_anew(order, world):
    refile(one(order, world, status="refused"), world)


def file_own_anew(order, world):
    refile_own(order.application, by=world.pick((APPLICANT, world.clerk)))


def file_several_anew(order, world):
    """All that its filer ticked on the page of the order."""
    rows = order.application.permits.refused().filter(filed_by="provider").order_by("pk")
    refile_permits(world.some_of(rows), by=world.staff(order))


def bring_paper(order, world):
    """One more after the decision, now and then the same."""
    permit = one(order, world, decided_at__isnull=False)
    paper = world.pick(("许可证正本", "延期批复"))
    add_permit_paper(permit, title=paper, file=f"evidence/{paper}.pdf", by=world.officer)


def stop_clock(order, world):
    said = {"procedure": world.pick(Procedure.values), "expected_days": 5, "notice_number": "1"}
    begin_procedure(one(order, world, **FILED), by=world.officer, **said)


def run_clock(order, world):
    end_procedure(one(order, world, spans__ends_at=None, spans__isnull=False), by=world.officer)


def prolong(order, world):
    said = {"days": 5, "approved_by": "局长", "notice_number": "2", "text": "情况复杂"}
    extend_permit(one(order, world, **FILED), by=world.officer, **said)


def write_number(order, world):
    note_number(one(order, world, **FILED), number=world.pick(("XK1", "XK2")), by=world.staff(order))


def answer_by_system(order, world):
    """What the department's own system says, be it what everybody knows."""
    permit = one(order, world, **FILED)
    status = world.pick(("", "accepted", "granted" if permit.needs_decision else "recorded", "refused"))
    said = {"refusal_reason": "不符"} if status == "refused" else {"decision_number": "准1"}
    told = {"reference": permit.number, "number": "XK3", "status": status, "decided_at": clock.now()}
    take_answer(permit, Answer(**told, said=said if status not in ("", "accepted") else {}))


def take_over(order, world):
    file_oneself(order.application, by=APPLICANT)


def entrust_another(order, world):
    entrust(order.application, order.provider, by=world.clerk)


def out_of_road(order, world):
    permit = one(order, world, status="planned", protected_until__isnull=False)
    said = {"way_out": world.pick(WayOut.values), "basis": "说明"}
    if permit.filed_by == "applicant":
        choose_own_way_out(order.application, permits=[permit], by=APPLICANT, **said)
    else:
        choose_way_out(permit, by=world.staff(order), **said)


# What must be refused.


def file_unentrusted(order, world):
    """Whom the applicant has not entrusted files nothing."""
    living = order.application.entrustments.living().first()
    if living is None or not order.permits.exists():
        raise Nothing
    other = world.pick([other for other in others_than(order) if other.provider_id != living.provider_id])
    by = world.staff(other)
    refused(file_permits, order.application, provider=other.provider, by=by, has_no_old_trees=True)


def bring_paper_too_early(order, world):
    permit = one(order, world, status__in=["planned", "filed", "accepted"])
    refused(add_permit_paper, permit, title="许可证正本", file="evidence/x.pdf", by=world.officer)


def decide_twice(order, world):
    permit = one(order, world, status__in=["granted", "recorded", "planned", "withdrawn"])
    refused(decide_permit, permit, outcome="refused", refusal_reason="不符", by=world.officer)


def look_as_stranger(order, world):
    """Who has no order here, or is no officer of the department, finds no row."""
    assert not Permit.objects.visible_to(world.stranger).exists()
    assert not type(order).objects.visible_to(world.stranger).exists()
    assert not Permit.objects.visible_to(world.officer).filter(filed_at=None).exists()


PERMITS = (
    *(accept, refuse, file_anew, stop_clock, run_clock, prolong, write_number, answer_by_system),
    *(refuse_several, file_own_anew, file_several_anew, bring_paper),
    *(take_over, entrust_another, out_of_road),
    *(file_unentrusted, bring_paper_too_early, decide_twice, look_as_stranger),
)
