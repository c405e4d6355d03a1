"""The office keeps what the liaison group agreed and what an inspection found."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Audience
from common import clock

from ..models import DutyKind, Inspection, Meeting, Owner
from .duties import DutyRefused, open_duty
from .words import check_text, give_number


@transaction.atomic
def record_meeting(*, held_on, place, present, minutes, cases, by):
    """A meeting of the liaison group, about these cases or none."""
    now = clock.now()
    _check_day(held_on)
    meeting = Meeting.objects.create(
        held_on=held_on, place=place, present=present, minutes=minutes, recorded_at=now, recorder=by
    )
    give_number(meeting, "HY", now)
    meeting.cases.set(cases)
    for application in cases:
        application.record(
            "meeting.held", by=by, at=now, audience=Audience.STAFF, text=f"{meeting.number} {held_on}"
        )
    return meeting


@transaction.atomic
def agree_duty(meeting, *, text, owner, due_on, by, provider=None, department="", application=None):
    """What was agreed at a meeting: who does what by when. Raises ``DutyRefused``."""
    _check_owner(owner, provider, department)
    _check_due(due_on)
    return open_duty(
        DutyKind.AGREED,
        text=text,
        by=by,
        at=clock.now(),
        due_on=due_on,
        meeting=meeting,
        application=application,
        owner=owner,
        provider=provider if owner == Owner.PROVIDER else None,
        department=department.strip() if owner == Owner.DEPARTMENT else "",
    )


@transaction.atomic
def record_inspection(
    *, inspected_on, provider, inspectors, findings, by, application=None, photos=(), demand="", due_on=None
):
    """What an inspection found; ``demand``: what its provider has to mend, by ``due_on``.

    Raises ``DutyRefused``.
    """
    now = clock.now()
    _check_day(inspected_on)
    if bool(demand.strip()) != bool(due_on):
        raise DutyRefused(_("要求整改的，请把整改要求和期限都填上；不需要整改的都不填。"))
    inspection = Inspection.objects.create(
        inspected_on=inspected_on,
        provider=provider,
        application=application,
        inspectors=inspectors,
        findings=check_text(findings, _("请写明检查情况。")),
        photos=list(photos),
        recorded_at=now,
        recorder=by,
    )
    give_number(inspection, "JG", now)
    if application:
        application.record(
            "inspection.recorded", by=by, at=now, audience=Audience.STAFF, text=inspection.number
        )
    if due_on:
        _open_mending(inspection, demand, due_on, by=by, at=now)
    return inspection


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
