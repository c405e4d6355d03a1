"""What inspections does when a stage opens or an order leaves, and who hears of a visit."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.models import Paper, PaperKind, Status
from applications.papers import issue_paper
from applications.signals import application_amended, application_erased
from common import clock
from milestones.services import failed_in_last_pause, hand_on
from milestones.signals import order_rejoined, order_split_off, stage_closed, stage_opened, stage_resumed
from milestones.stages import Holder, Wait
from utilities.models import OrderStatus
from utilities.signals import order_ended

from . import paper_content as content
from . import signals
from .models import WISH_OF, Attendance, Visit, VisitKind, VisitStatus
from .selectors import orders_at
from .services import (
    check_company,
    check_in_time,
    dissolve,
    erase_findings,
    fix_what_is_agreed,
    join_visit,
    leave_visit,
)
from .services.record import attending
from .telling import (
    counter_facts,
    tell_one,
    tell_providers,
    tell_regulators,
    tell_the_applicant,
    tell_the_office,
)
from .words import when_text, wish_text

OWN_CHOICE = {OrderStatus.WITHDRAWN, OrderStatus.NOT_CHOSEN}  # of the applicant
RECORDS = {
    VisitKind.SURVEY: (PaperKind.SURVEY, content.survey_content),
    VisitKind.ACCEPTANCE: (PaperKind.ACCEPTANCE, content.acceptance_content),
}


@receiver(stage_opened)
def arrange_day(sender, milestone, order, at, **kwargs):
    """With the others where the applicant chose so and the order is not apart from them, else of its own."""
    if milestone.stage in VisitKind.values:
        join_visit(order, milestone.stage, by=SYSTEM, at=clock.now())


@receiver(stage_closed)
def leave_with_stage(sender, milestone, order, at, by, **kwargs):
    if milestone.stage in VisitKind.values:
        leave_visit(order, milestone.stage, by=by or SYSTEM)
    fix_what_is_agreed(order.application, by=by or SYSTEM, at=clock.now())


@receiver(stage_resumed)
def wait_for_mending_no_longer(sender, milestone, by, at, **kwargs):
    """Its provider goes on before the day until which the applicant had time to mend: not after a pause during which
    the failure was told, for then his time begins.
    """
    mending = Attendance.objects.open().filter(order=milestone.order_id, visit__kind=milestone.stage)
    mending = mending.filter(mender=Holder.APPLICANT)
    if failed_in_last_pause(milestone) and mending.filter(mends_until__gte=clock.today()).exists():
        hand_on(milestone, holder=Holder.APPLICANT, waits_for=Wait.APPLICANT_MENDING, by=by, at=at)
    else:
        mending.update(mender="", mends_until=None)


@receiver(order_ended)
def leave_with_order(sender, order, by, at, **kwargs):
    for kind in VisitKind.values:
        leave_visit(order, kind, by=by)
    fix_what_is_agreed(order.application, by=by, at=clock.now())


@receiver(order_split_off)
def wait_for_it_no_longer(sender, order, by, **kwargs):
    """It may be on its way to the stage at which the others have agreed on a day."""
    fix_what_is_agreed(order.application, by=by, at=clock.now())


@receiver(order_split_off)
@receiver(order_rejoined)
def change_company(sender, signal, order, stage, by, at, **kwargs):
    """Apart it has a day of its own; no longer apart it comes with the others, unless they are there already.

    Refused where there are no others to part from.
    """
    if stage not in VisitKind.values:
        return
    if signal is order_split_off:
        check_company(order, stage)
    if not orders_at(order.application, stage).filter(pk=order.pk).exists():
        return
    if signal is order_rejoined:
        check_in_time(order, stage)
    join_visit(order, stage, by=by)


@receiver(application_amended)
def follow_wishes(sender, application, changes, by, **kwargs):
    """Who no longer wants a joint step has each provider come alone; who wants it now, those at that stage together."""
    for kind, wish in WISH_OF.items():
        if wish not in changes or application.status != Status.ACCEPTED:
            continue
        if not getattr(application, wish):
            for visit in Visit.objects.open().joint().filter(application=application, kind=kind):
                dissolve(visit, by=by)
        for order in orders_at(application, kind):
            join_visit(order, kind, by=by)


@receiver(application_erased)
def erase_findings_with_it(sender, application, **kwargs):
    erase_findings(application)


@receiver(signals.visit_proposed)
def ask_providers_to_come(sender, visit, attendances, **kwargs):
    tell_providers(visit, "visit.proposed", attendances)


@receiver(signals.visit_countered)
def ask_applicant(sender, visit, **kwargs):
    tell_the_applicant(visit, "visit.countered", **counter_facts(visit))


@receiver(signals.visit_fixed)
@receiver(signals.visit_moved)
def tell_of_day(sender, signal, visit, attendances, **kwargs):
    change = "visit.moved" if signal is signals.visit_moved else "visit.fixed"
    tell_providers(visit, change, attendances)
    issue_arrangement(visit)
    tell_the_applicant(visit, change)


@receiver(signals.visit_kept)
def tell_that_it_stays(sender, visit, **kwargs):
    tell_the_applicant(visit, "visit.kept", key=clock.now().isoformat())


@receiver(signals.visit_came)
def void_what_was_arranged(sender, visit, **kwargs):
    """The record says when he was there; of a day nobody came on there is no paper to be shown."""
    void_arrangement(visit)


@receiver(signals.visit_joined)
def tell_who_joins_late(sender, visit, attendance, **kwargs):
    tell_one(visit, "visit.fixed", attendance.order)
    issue_arrangement(visit)
    order, now = attendance.order, clock.now()  # it may have left and come back
    tell_the_applicant(
        visit, "visit.joined", key=f"{order.number}:{now.isoformat()}", provider=order.provider
    )


@receiver(signals.visit_left)
def tell_who_goes_alone(sender, visit, attendance, by, **kwargs):
    """Not who said so himself, nor whose order has ended: that was told. So was the applicant of what he gave up."""
    order = attendance.order
    is_running = order.is_living and order.milestones.running().filter(stage=visit.kind).exists()
    if is_running and not order.provider.is_behind(by):
        tell_one(visit, "visit.cancelled", order)
    is_to_come = visit.status == VisitStatus.FIXED and visit.on > clock.today()
    if is_to_come and visit.application.status == Status.ACCEPTED and attending(visit):
        issue_arrangement(visit)
        if not (order.is_living or order.status in OWN_CHOICE) or _is_needless(order, visit.kind):
            tell_the_applicant(visit, "visit.left", key=order.number, provider=order.provider)


def _is_needless(order, kind):
    """Whether its provider has said meanwhile that nothing is to be done there."""
    return order.is_living and order.milestones.filter(stage=kind, status="skipped").exists()


@receiver(signals.visit_wished)
def tell_office_of_wish(sender, visit, **kwargs):
    text = _("%(number)s 的申请人希望%(visit)s改到 %(other)s（现为 %(when)s），请与承办单位商定后答复。") % {
        "number": visit.application.number,
        "visit": visit.label,
        "other": wish_text(visit),
        "when": when_text(visit),
    }
    tell_the_office(visit, "visit.wished", text, key=clock.now().isoformat())


@receiver(signals.visit_refused)
def tell_office_of_refusal(sender, visit, attendance, **kwargs):
    text = _("%(number)s 的%(visit)s（%(when)s），%(provider)s不能到场，请改期或让其单独办理。") % {
        "number": visit.application.number,
        "visit": visit.label,
        "when": when_text(visit),
        "provider": attendance.order.provider,
    }
    tell_the_office(visit, "visit.refused", text, key=f"{attendance.pk}:{visit.on}:{visit.half}")


@receiver(signals.visit_cancelled)
def tell_of_cancelling(sender, visit, attendances, reason="", **kwargs):
    """The applicant where he was told of a day that holds no longer, while his case goes on."""
    tell_providers(visit, "visit.cancelled", attendances)
    if visit.arrangement_id:
        void_arrangement(visit)
        if visit.application.status == Status.ACCEPTED:
            tell_the_applicant(visit, "visit.cancelled")


@receiver(signals.visit_done)
def issue_record(sender, visit, **kwargs):
    """One paper for all who came; of who came alone it is his own."""
    kind, freeze = RECORDS.get(visit.kind, (None, None))
    if kind is None:
        return
    found = list(
        visit.attendances.found().select_related("order__request__application", "order__provider", "report")
    )
    request = None if visit.is_joint else found[0].order.request
    paper = issue_paper(visit.application, kind, freeze(visit, found), request=request)
    Visit.objects.filter(pk=visit.pk).update(record=paper)
    if visit.kind == VisitKind.ACCEPTANCE:
        tell_regulators(visit, found, paper)


def issue_arrangement(visit):
    """The paper the applicant confirms; the one before holds no longer. Of one who comes alone it is his own."""
    void_arrangement(visit)
    now, everybody = clock.now(), attending(visit)
    frozen = content.arrangement_content(visit, everybody, at=now)
    request = None if visit.is_joint else everybody[0].order.request
    visit.arrangement = issue_paper(visit.application, PaperKind.ARRANGEMENT, frozen, at=now, request=request)
    Visit.objects.filter(pk=visit.pk).update(arrangement=visit.arrangement)


def void_arrangement(visit):
    if visit.arrangement_id:
        Paper.objects.valid().filter(pk=visit.arrangement_id).update(voided_at=clock.now())
