"""The applicant has mended what an acceptance or a connection failed for: its provider has it in hand again."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import WrongStatus
from milestones.models import Milestone, Outcome
from milestones.stages import Wait
from utilities.push import order_page, tell_provider

from ..models import Attendance, Result, VisitKind
from .record import align, open_visit, release


def list_to_mend(application):
    """The stages that stand still until the applicant has mended something, each with its order."""
    rows = Milestone.objects.running().filter(application=application, stage__in=VisitKind.values)
    rows = rows.filter(spans__ends_at=None, spans__reason=Wait.APPLICANT_MENDING)
    return list(rows.select_related("order__request", "order__provider").order_by("pk"))


def lines_to_mend(milestone):
    """What was found, line by line; where nothing was listed, what the report says."""
    found = Attendance.objects.filter(order=milestone.order_id, visit__kind=milestone.stage)
    own = found.filter(result=Result.FAILED).order_by("pk").last()
    if own and own.to_mend:
        return list(own.to_mend)
    report = milestone.reports.filter(outcome=Outcome.FAILED).order_by("pk").last()
    return [report.note] if report and report.note else []


@transaction.atomic
def report_mended(order, stage, *, by, note=""):
    """From now on the days count again; the provider is told to come. Raises ``WrongStatus``."""
    application = lock(order.application)
    if not any(row.order_id == order.pk and row.stage == stage for row in list_to_mend(application)):
        raise WrongStatus(_("没有等待您整改的事项，请刷新后查看。"))
    now = clock.now()
    again = order.attendances.open().filter(visit__kind=stage).select_related("visit").first()
    if again:
        visit = open_visit(again.visit)
        Attendance.objects.filter(pk=again.pk).update(mender="", mends_until=None)
        align(visit, by=by, at=now)
    else:
        release(order, stage, by=by, at=now)
    application.record(
        "order.mended", by=by, request=order.request, text=note, stage=stage, order=order.number
    )
    text = _("【宁河报装】申请人已完成整改，请安排再次上门（%(number)s %(stage)s）：%(url)s")
    facts = {"number": order.number, "stage": VisitKind(stage).label, "url": order_page(order)}
    tell_provider(order, "order.amended", at=now, text=text % facts, stage=stage, changes=["mended"])
