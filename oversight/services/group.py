"""The office keeps what the liaison group agreed and what an inspection found."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Audience
from common import clock
from common.status import move
from common.twice import all_just_now, said_just_now
from district.services import when_office_opens
from utilities.push import tell_staff

from ..models import DutyKind, Inspection, Meeting, MeetingStatus, Owner
from .duties import DutyRefused, open_duty
from .owners import tell_department
from .words import check_text, give_number

WAY = timedelta(hours=2)  # to leave one's work and come to a meeting


@transaction.atomic
def record_meeting(*, held_on, place, present, minutes, cases, by):
    """A meeting of the liaison group, about these cases or none."""
    _check_day(held_on)
    said = {"held_on": held_on, "place": place, "present": present, "minutes": minutes}
    return _write_meeting("meeting.held", said, status=MeetingStatus.HELD, by=by, cases=cases)[0]


@transaction.atomic
def plan_meeting(*, held_on, starts_at, place, agenda, providers, departments, cases, by):
    """Call a meeting: who is invited is told when, where and why. Raises ``DutyRefused``."""
    if _begins(held_on, starts_at) <= clock.now():
        raise DutyRefused(_("会议时间不能早于现在；已经开过的，请用“登记会议”。"))
    if not providers and not departments:
        raise DutyRefused(_("请选择通知哪些单位或部门。"))
    agenda = check_text(agenda, _("请写明会议议题。"))
    said = {"held_on": held_on, "starts_at": starts_at, "place": place, "agenda": agenda}
    concerned = {"providers": providers, "departments": departments, "cases": cases}
    meeting, is_new = _write_meeting(
        "meeting.planned", said, status=MeetingStatus.PLANNED, by=by, **concerned
    )
    if is_new:
        text = _("【宁河报装】请参加工作联络小组会议：%(when)s，%(place)s。议题：%(agenda)s")
        _invite(meeting, "meeting.planned", text)
    return meeting


def _write_meeting(verb, said, *, status, by, **concerned):
    """The meeting and whether it is new: the same, with the same concerned, pressed twice is one."""
    _lock_recorder(by)
    said = said | {"status": status, "recorder": by}
    for twin in all_just_now(Meeting.objects.all(), "recorded_at", **said):
        if all(set(getattr(twin, name).all()) == set(rows) for name, rows in concerned.items()):
            return twin, False
    now = clock.now()
    meeting = Meeting.objects.create(**said, recorded_at=now)
    give_number(meeting, "HY", now)
    for name, rows in concerned.items():
        getattr(meeting, name).set(rows)
    _note(meeting, verb, by=by, at=now)
    return meeting, True


def _begins(held_on, starts_at):
    return datetime.combine(held_on, starts_at or time.min, tzinfo=clock.LOCAL)


def _lock_recorder(by):
    """A record has no row to lock before it is there: who presses twice waits for himself."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


@transaction.atomic
def hold_meeting(meeting, *, present, minutes, by):
    """It has taken place, with these people. Raises ``WrongStatus`` and ``DutyRefused``."""
    if _begins(meeting.held_on, meeting.starts_at) > clock.now():
        raise DutyRefused(_("会议时间还没有到，不能登记已召开。"))
    present = check_text(present, _("请填写参加人员。"))
    move(meeting, MeetingStatus.HELD, present=present, minutes=minutes)
    _note(meeting, "meeting.held", by=by, at=clock.now())


@transaction.atomic
def cancel_meeting(meeting, *, reason, by):
    """It does not take place; who was invited is told. Raises ``WrongStatus``."""
    reason = check_text(reason, _("请写明取消的原因。"))
    move(meeting, MeetingStatus.CANCELLED, minutes=reason)
    _note(meeting, "meeting.cancelled", by=by, at=clock.now())
    _invite(
        meeting,
        "meeting.cancelled",
        _("【宁河报装】%(when)s的工作联络小组会议已取消：%(reason)s"),
        reason=reason,
    )


def _note(meeting, verb, *, by, at):
    for application in meeting.cases.all():
        text = f"{meeting.number} {meeting.held_on}"
        application.record(verb, by=by, at=at, audience=Audience.STAFF, text=text)


def _invite(meeting, kind, text, **facts):
    when = f"{meeting.held_on} {meeting.starts_at:%H:%M}"
    facts |= {"when": when, "place": meeting.place, "agenda": meeting.agenda}
    told = {
        "kind": kind,
        "key": f"{kind}:{meeting.number}",
        "about": meeting.number,
        "text": text % facts,
        "not_before": _in_time_for(meeting),
    }
    for provider in meeting.providers.all():
        tell_staff(provider, **told)
    for department in meeting.departments.all():
        tell_department(department, **told)


def _in_time_for(meeting):
    """In office hours like all that staff are told; at once where that leaves nobody time to come."""
    opens = when_office_opens()
    begins = _begins(meeting.held_on, meeting.starts_at)
    return opens if opens + WAY <= begins else None


@transaction.atomic
def agree_duty(meeting, *, text, owner, due_on, by, provider=None, department="", application=None):
    """What was agreed at a meeting: who does what by when. Raises ``DutyRefused``."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if not meeting.is_held:
        raise DutyRefused(_("会议还没有召开，不能登记议定事项。"))
    _check_owner(owner, provider, department)
    _check_due(due_on)
    said = {
        "text": check_text(text),
        "due_on": due_on,
        "application": application,
        "owner": owner,
        "provider": provider if owner == Owner.PROVIDER else None,
        "department": department.strip() if owner == Owner.DEPARTMENT else "",
    }
    if twin := said_just_now(meeting.duties.all(), "opened_at", **said):
        return twin
    return open_duty(DutyKind.AGREED, **said, by=by, at=clock.now(), meeting=meeting)


@transaction.atomic
def record_inspection(
    *, inspected_on, provider, inspectors, findings, by, application=None, photos=(), demand="", due_on=None
):
    """What an inspection found; ``demand``: what its provider has to mend, by ``due_on``.

    Raises ``DutyRefused``.
    """
    _check_day(inspected_on)
    if bool(demand.strip()) != bool(due_on):
        raise DutyRefused(_("要求整改的，请把整改要求和期限都填上；不需要整改的都不填。"))
    _lock_recorder(by)
    said = {
        "inspected_on": inspected_on,
        "provider": provider,
        "application": application,
        "inspectors": inspectors,
        "findings": check_text(findings, _("请写明检查情况。")),
        "recorder": by,
    }
    if twin := _find_twin(said, photos, demand.strip() or None, due_on):
        return twin
    now = clock.now()
    inspection = Inspection.objects.create(**said, photos=list(photos), recorded_at=now)
    give_number(inspection, "JG", now)
    if application:
        application.record(
            "inspection.recorded", by=by, at=now, audience=Audience.STAFF, text=inspection.number
        )
    if due_on:
        _open_mending(inspection, demand, due_on, by=by, at=now)
    return inspection


def _find_twin(said, photos, demand, due_on):
    """Each press stores its photos anew, under names of their own: they are only counted."""
    rows = all_just_now(
        Inspection.objects.all(), "recorded_at", **said, duty__text=demand, duty__due_on=due_on
    )
    return next((row for row in rows if len(row.photos) == len(photos)), None)


def _open_mending(inspection, demand, due_on, *, by, at):
    _check_due(due_on)
    open_duty(
        DutyKind.MENDING,
        text=demand,
        by=by,
        at=at,
        due_on=due_on,
        inspection=inspection,
        application=inspection.application,
        owner=Owner.PROVIDER,
        provider=inspection.provider,
    )


def _check_owner(owner, provider, department):
    if owner == Owner.PROVIDER and provider is None:
        raise DutyRefused(_("请选择由哪家专营单位负责。"))
    if owner == Owner.DEPARTMENT and not department.strip():
        raise DutyRefused(_("请写明由哪个部门负责。"))


def _check_day(day):
    if day > clock.today():
        raise DutyRefused(_("日期不能晚于今天。"))


def _check_due(due_on):
    if due_on < clock.today():
        raise DutyRefused(_("期限不能早于今天。"))
