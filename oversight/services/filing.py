"""Somebody urges or complains (催办, 投诉): it gets a number and a day to be answered by."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from accounts.models import User
from applications.models import Audience
from applications.services import lock
from common import clock
from common.status import Refusal
from common.twice import said_just_now
from district.services import load_calendar
from milestones.models import Milestone
from milestones.stages import Holder, Stage

from .. import signals
from ..models import Complaint, ComplaintKind
from ..terms import answer_term
from .words import check_text, give_number

MOST_OF_APPLICANT = 5  # complaints a day, in one case
PREFIXES = {
    ComplaintKind.URGE: "CB",
    ComplaintKind.COMPLAINT: "TS",
    ComplaintKind.HOTLINE: "RX",
    ComplaintKind.INSPECTION: "JC",
}


class ComplaintRefused(Refusal):
    """What cannot be urged or complained about, or not again."""


@transaction.atomic
def file_complaint(application, *, kind, text, by, request=None):
    """Take in an urging or a complaint; an inspection may be about no case in particular.

    Raises ``ComplaintRefused``: nothing to urge, urged already, empty, or too many in a day.
    """
    now = clock.now()
    application = lock(application) if application else None
    said = {
        "kind": kind,
        "application": application,
        "request": request,
        "text": check_text(text),
        "actor_kind": _kind_of(by),
        "actor_name": str(by)[:80],
    }
    if kind != ComplaintKind.URGE and (twin := said_just_now(Complaint.objects.all(), "filed_at", **said)):
        return twin
    running = None
    if kind == ComplaintKind.URGE:
        running = _check_urge(application, request)
    elif _kind_of(by) == ActorKind.APPLICANT:
        _check_number(application, now)
    due_on, is_estimated = answer_term(kind, now, load_calendar())
    complaint = Complaint.objects.create(
        **said,
        filed_at=now,
        due_on=due_on,
        is_estimated=is_estimated,
    )
    give_number(complaint, PREFIXES[ComplaintKind(kind)], now)
    _record(complaint, by=by)
    signals.complaint_filed.send(Complaint, complaint=complaint, milestone=running)
    return complaint


def list_urgeable(application):
    """The running stages an applicant may urge: one for each request, INTAKE for the whole case before that.

    Not what waits for himself, and not what has been urged and is not answered yet.
    """
    urged = set(application.complaints.urges().open().values_list("request", flat=True))
    running = application.milestones.running().exclude(holder=Holder.APPLICANT)
    found = {}
    # WHOLE mirrors the stage in hand; alone it runs only where nobody has the request.
    for milestone in sorted(running.select_related("request", "order__provider__endpoint"), key=_is_whole):
        found.setdefault(milestone.request_id, milestone)
    return [milestone for key, milestone in found.items() if key not in urged]


def _is_whole(milestone):
    return milestone.stage == Stage.WHOLE


def _check_urge(application, request):
    """The running stage that is urged."""
    key = request.pk if request else None
    if application.complaints.urges().open().filter(request=request).exists():
        raise ComplaintRefused(_("该事项已经催办，正在处理；答复期限见“催办和投诉”。"))
    running: Milestone | None = next(
        (row for row in list_urgeable(application) if row.request_id == key), None
    )
    if running is None:
        raise ComplaintRefused(_("该事项目前没有等待办理的环节，不需要催办。"))
    return running


def _check_number(application, now):
    today = clock.midnight(clock.local_date(now))
    of_today = application.complaints.exclude(kind=ComplaintKind.URGE).filter(
        actor_kind=ActorKind.APPLICANT, filed_at__gte=today
    )
    if of_today.count() >= MOST_OF_APPLICANT:
        raise ComplaintRefused(_("今天的投诉次数已满；如有急事，请拨打 12345。"))


def _kind_of(by):
    return ActorKind.STAFF if isinstance(by, User) else by.kind


def _record(complaint, *, by):
    """What is urged stands in the history for all; of a complaint only staff read that there is one."""
    if complaint.application is None:
        return
    if complaint.kind == ComplaintKind.URGE:
        verb, audience, text = "complaint.urged", Audience.ALL, complaint.text
    else:
        verb, audience, text = "complaint.filed", Audience.STAFF, complaint.number
    complaint.application.record(
        verb, by=by, at=complaint.filed_at, request=complaint.request, audience=audience, text=text
    )
