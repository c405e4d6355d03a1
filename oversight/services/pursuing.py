"""What nobody answers is pursued: the owner is reminded, the supervisors are told once for each due date."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.sweeps import sweep
from common.workdays import add_workdays
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours
from utilities.push import tell_office, tell_staff, tell_supervisors

from ..models import Complaint, Duty, DutyStatus, Meeting, Owner
from ..terms import answer_term, mending_term
from .owners import tell_officers, tell_owner

WATCHED = (Complaint, Duty)
OVERDUE = gettext_lazy("【宁河报装】%(kind)s %(number)s 已超期（截止 %(due)s），请尽快办理并答复。")
ANSWERED_LATE = gettext_lazy(
    "【宁河报装】%(kind)s %(number)s 责任方已填报，到期（%(due)s）仍未核实办结，请尽快核实。"
)


def pursue_overdue():
    """Tell of each that is overdue, once for each due date, and of a meeting nobody has said anything of."""
    not_before = _in_office_hours()
    for model in WATCHED:
        overdue = model.objects.overdue(clock.today()).unpursued()
        sweep(overdue, lambda row: _pursue(row, not_before))
    for meeting in Meeting.objects.without_a_word(clock.today()):
        _ask_about(meeting, not_before)


def _ask_about(meeting, not_before):
    """Once: the key of the message is the same each time."""
    text = _(
        "【宁河报装】%(number)s 会议（%(on)s，%(place)s）的日期已过，请登记会议情况；没有召开的请取消并告知。"
    )
    facts = {"number": meeting.number, "on": meeting.held_on, "place": meeting.place}
    tell_office(
        kind="meeting.unheld",
        key=f"meeting.unheld:{meeting.number}",
        about=meeting.number,
        text=text % facts,
        not_before=not_before,
    )


@transaction.atomic
def _pursue(row, not_before):
    """Look again: it may have been answered or redated meanwhile, or told of by another sweep."""
    as_it_was = type(row).objects.open().unpursued().filter(pk=row.pk, due_on=row.due_on)
    if not as_it_was.update(pursued_for=row.due_on):
        return
    is_answered = isinstance(row, Duty) and row.status == DutyStatus.ANSWERED
    text = ANSWERED_LATE if is_answered else OVERDUE
    text = str(text) % {
        "kind": row.get_kind_display(),
        "number": row.number,
        "due": row.due_on,
    }
    name = type(row)._meta.model_name
    told = {
        "kind": f"{name}.overdue",
        "key": f"{name}.overdue:{row.number}:{row.due_on}",
        "about": row.number,
        "text": text,
        "not_before": not_before,
    }
    tell_office(**told)
    tell_supervisors(**told)
    if isinstance(row, Duty) and not is_answered:
        _tell_owner_besides(row, **told)


def _tell_owner_besides(duty, **told):
    """The office has been told of everything already."""
    if duty.owner == Owner.PROVIDER:
        tell_staff(duty.provider, **told)
    tell_officers(duty, **told)


def remind_owners():
    """On the last working day before it is due: whoever owes what has not been answered yet."""
    soon = add_workdays(clock.today(), 1, load_calendar())
    due = Duty.objects.to_answer().filter(due_on__range=(clock.today(), soon))
    not_before = _in_office_hours()
    sweep(due.filter(_unreminded()).select_related("provider"), lambda duty: _remind(duty, not_before))


@transaction.atomic
def _remind(duty, not_before):
    as_it_was = Duty.objects.to_answer().filter(_unreminded(), pk=duty.pk, due_on=duty.due_on)
    if not as_it_was.update(reminded_for=duty.due_on):
        return
    text = _(
        "【宁河报装】%(kind)s %(number)s（责任方：%(owner)s）将于 %(due)s 到期，请办理后在“督办事项”中填报。"
    ) % {
        "owner": duty.owner_name,
        "kind": duty.get_kind_display(),
        "number": duty.number,
        "due": duty.due_on,
    }
    tell_owner(
        duty,
        kind="duty.due_soon",
        key=f"duty.due_soon:{duty.number}:{duty.due_on}",
        about=duty.number,
        text=text,
        not_before=not_before,
    )


def _unreminded():
    return Q(reminded_for=None) | ~Q(reminded_for=F("due_on"))


def _in_office_hours():
    return next_office_moment(clock.now(), load_calendar(), load_office_hours())


@transaction.atomic
def redate_open():
    """A new calendar: what counts working days gets its due date anew; a day agreed or set stays."""
    calendar = load_calendar()
    _redate(Complaint.objects.open(), lambda row: answer_term(row.kind, row.filed_at, calendar))
    _redate(
        Duty.objects.open().exclude(workdays=None),
        lambda row: mending_term(row.opened_at, row.workdays, calendar),
    )


def _redate(rows, term):
    """One told as certain is never cut short."""
    changed = []
    for row in rows.select_for_update():
        before = row.due_on, row.is_estimated
        due_on, is_estimated = term(row)
        if not row.is_estimated:
            due_on = max(due_on, row.due_on)
        row.due_on, row.is_estimated = due_on, is_estimated
        if (due_on, is_estimated) != before:
            changed.append(row)
    rows.model.objects.bulk_update(changed, ["due_on", "is_estimated"])
