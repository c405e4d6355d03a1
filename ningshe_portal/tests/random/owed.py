"""How a case was handled: complaints, ratings, what is owed from them, meetings and inspections."""

from datetime import time

from accounts.actors import APPLICANT
from common import clock
from oversight.models import ComplaintKind, Duty, Meeting, MeetingStatus, Owner
from oversight.services import (
    agree_duty,
    answer_complaint,
    answer_duty,
    cancel_meeting,
    close_duty,
    file_complaint,
    hold_meeting,
    lengthen_duty,
    list_subjects,
    list_urgeable,
    log_call,
    plan_meeting,
    rate_case,
    record_inspection,
    record_meeting,
    send_back_duty,
)

from .path import TRUTH, in_days
from .world import Nothing, refused


def urge(order, world):
    requests = [milestone.request for milestone in list_urgeable(order.application)]
    said = {"kind": ComplaintKind.URGE, "text": "请尽快", "request": world.pick(requests)}
    file_complaint(order.application, by=APPLICANT, **said)


def complain(order, world):
    by = world.pick((APPLICANT, world.clerk))
    file_complaint(order.application, kind=ComplaintKind.COMPLAINT, text="服务不好", by=by)


def answer_it(order, world):
    complaint = world.one_of(order.application.complaints.filter(status="open"))
    answer_complaint(complaint, answer="已联系", by=world.supervisor)


def rate(order, world):
    subjects = list_subjects(order.application)
    given = [(subject, world.pick((5, 4, 1)), "") for subject in subjects]
    rate_case(order.application, given, is_named=world.pick(TRUTH), channel="link", by=APPLICANT)


def duty_of(order, world, **wanted):
    return world.one_of(Duty.objects.filter(application=order.application, **wanted))


def answer_owed(order, world):
    duty = duty_of(order, world, status="open")
    by = duty.provider.members.first().user if duty.provider else world.office
    answer_duty(duty, answer="已整改", by=by)


def send_owed_back(order, world):
    send_back_duty(duty_of(order, world, status="answered"), reason="还差一处", by=world.supervisor)


def call_back(order, world):
    duty = duty_of(order, world, kind="rectification")
    log_call(duty, is_reached=world.pick(TRUTH), said="说了情况", by=world.second)


def lengthen(order, world):
    lengthen_duty(duty_of(order, world, is_lengthened=False), reason="复杂", by=world.second)


def close_owed(order, world):
    close_duty(duty_of(order, world, status="answered"), reply="已办结", by=world.second)


def meet(order, world):
    said = {"held_on": clock.today(), "place": "会议室", "present": "各单位", "minutes": ""}
    meeting = record_meeting(cases=[order.application], by=world.supervisor, **said)
    agreed = {"owner": Owner.PROVIDER, "provider": order.provider, "application": order.application}
    agree_duty(meeting, text="尽快排期", due_on=in_days(5), by=world.supervisor, **agreed)


def call_meeting(order, world):
    """Of the liaison group, about this case, for a day that is still to come."""
    said = {"held_on": in_days(world.pick((1, 2))), "starts_at": time(9, 30), "place": "会议室"}
    invited = {"providers": [order.provider], "departments": [], "cases": [order.application]}
    plan_meeting(agenda="冬季施工", by=world.pick((world.office, world.supervisor)), **said, **invited)


def called(order, world, **wanted):
    rows = Meeting.objects.filter(cases=order.application, status=MeetingStatus.PLANNED, **wanted)
    return world.one_of(rows.distinct())


def hold_called_meeting(order, world):
    meeting = called(order, world, held_on__lte=clock.today())
    hold_meeting(meeting, present="各单位", minutes="", by=world.office)


def call_meeting_off(order, world):
    cancel_meeting(called(order, world), reason="改期", by=world.supervisor)


def inspect(order, world):
    owed = world.pick(({}, {"demand": "围挡加固", "due_on": in_days(5)}))
    said = {"inspected_on": clock.today(), "inspectors": "孙督办", "findings": "现场"}
    record_inspection(
        provider=order.provider, application=order.application, by=world.supervisor, **said | owed
    )


# What must be refused.


def hold_meeting_too_early(order, world):
    meeting = called(order, world, held_on__gt=clock.today())
    refused(hold_meeting, meeting, present="各单位", minutes="", by=world.office)


def end_meeting_twice(order, world):
    meeting = world.one_of(Meeting.objects.filter(cases=order.application).exclude(status="planned"))
    refused(cancel_meeting, meeting, reason="改期", by=world.office)
    refused(hold_meeting, meeting, present="各单位", minutes="", by=world.office)


def close_what_one_answered(order, world):
    duty = duty_of(order, world, status="answered")
    answered = duty.steps.filter(kind="answered").last().actor
    refused(close_duty, duty, reply="已办结", by=answered)


def rate_too_early_or_twice(order, world):
    if order.application.status != "accepted" and not order.application.ratings.exists():
        raise Nothing
    given = [(list_subjects(order.application)[0], 5, "")]
    said = {"is_named": False, "channel": "link", "by": APPLICANT}
    refused(rate_case, order.application, given, **said)


OWED = (
    *(urge, complain, answer_it, rate, answer_owed, send_owed_back, call_back, lengthen, close_owed),
    *(meet, call_meeting, hold_called_meeting, call_meeting_off, inspect),
    *(hold_meeting_too_early, end_meeting_twice, close_what_one_answered, rate_too_early_or_twice),
)
