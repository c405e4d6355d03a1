"""What applicant, window, office and supervisors may do at any time, sensible or not: visits, wishes, ends, pauses."""

from datetime import timedelta

from accounts.actors import APPLICANT
from applications.models import WISHES, Half
from applications.services import (
    change_wishes,
    choose_carrier,
    record_contact_attempt,
    terminate_application,
    withdraw_application,
    withdraw_request,
    write_note,
)
from common import clock
from district.models import CalendarDay, HolidayNotice
from district.services import announce_calendar_change
from inspections.models import VisitKind
from inspections.services import (
    answer_counter,
    answer_visit,
    arrange_visit,
    cancel_visit,
    confirm_visit,
    fix_visit,
    wish_day,
)
from milestones.models import Span
from milestones.services import allow_pause, object_to_pause, revoke_pause, uphold_pause
from utilities.models import Membership, Provider
from utilities.people import BadLeave, hand_over_orders, set_leave
from utilities.services import assign_request

from .path import TRUTH, in_days, running_of
from .world import Nothing, others_than, refused

# Visits.


def kind_of(order):
    kind = running_of(order).stage
    if kind not in VisitKind.values:
        raise Nothing
    return kind


def say_whether_one_comes(order, world):
    answer_visit(order, kind_of(order), is_coming=world.pick(TRUTH), by=world.staff(order))


def offer_another_day(order, world):
    day = {"counter_on": in_days(world.pick((3, 4, 5))), "counter_half": Half.MORNING}
    answer_visit(order, kind_of(order), is_coming=False, by=world.staff(order), **day)


def arrange(order, world):
    arrange_visit(order.application, world.pick(VisitKind.values), by=world.office)


def visit_of(order, world, **wanted):
    rows = order.application.visits.filter(status__in=["proposed", "fixed"], **wanted)
    return world.one_of(rows)


def move_visit(order, world):
    fix_visit(visit_of(order, world), on=in_days(world.pick((0, 1, 4))), half=Half.MORNING, by=world.office)


def wish_another_day(order, world):
    wish_day(visit_of(order, world), on=in_days(world.pick((3, 6))), half=Half.AFTERNOON, by=APPLICANT)


def take_counter(order, world):
    visit = visit_of(order, world, counter_on__isnull=False, counter_answer=None)
    answer_counter(visit, accepts=world.pick(TRUTH), by=APPLICANT)


def confirm(order, world):
    confirm_visit(visit_of(order, world, status="fixed"), by=APPLICANT)


def cancel(order, world):
    cancel_visit(visit_of(order, world), reason="取消", by=world.office)


# What the applicant wants, and the ends of things.


def wish_otherwise(order, world):
    names = world.pick(WISHES)
    wishes = {names: not getattr(order.application, names)}
    change_wishes(order.application, by=world.pick((APPLICANT, world.clerk)), **wishes)


def leave_note(order, world):
    write_note(order.application, body="请问何时上门？", request=order.request, by=APPLICANT)


def withdraw(order, world):
    world.seldom()
    withdraw_request(order.request, by=APPLICANT, reason="不再需要")


def withdraw_all(order, world):
    world.seldom()
    withdraw_application(order.application, by=world.pick((APPLICANT, world.clerk)), reason="不再需要")


def choose(order, world):
    world.seldom()
    choose_carrier(order.request, by=APPLICANT)


def try_to_reach(order, world):
    reached = world.pick(TRUTH)
    said = {"way": "phone", "is_reached": reached, "note": "", "at": clock.now()}
    record_contact_attempt(order.application, by=world.clerk, **said)


def terminate(order, world):
    """After tries in vain on three days, as the clerk writes them down; the office ends the case."""
    world.seldom()
    for days in (2, 1, 0):
        said = {"way": "phone", "is_reached": False, "note": "", "at": clock.now() - timedelta(days=days)}
        record_contact_attempt(order.application, by=world.clerk, **said)
    terminate_application(order.application, reason="联系不上", by=world.office)


def route_again(order, world):
    providers = Provider.objects.filter(service=order.request.service, carrier=order.request.carrier)
    assign_request(order.request, world.one_of(providers), by=world.office)


# Pauses, as they are judged.


def pause_of(order, world, **wanted):
    return world.one_of(Span.objects.pauses().filter(milestone__order=order, **wanted))


def object_to(order, world):
    object_to_pause(pause_of(order, world, objected_at=None), text="情况不属实", by=APPLICANT)


def uphold(order, world):
    uphold_pause(pause_of(order, world, objected_at__isnull=False), reason="属实", by=world.supervisor)


def revoke(order, world):
    revoke_pause(pause_of(order, world, revoked_at=None), reason="不属实", by=world.supervisor)


def allow(order, world):
    allow_pause(pause_of(order, world), until=in_days(9), reason="协调", by=world.office)


# What is the administrator's, and what must be refused.


def change_calendar(order, world):
    """A day of the coming weeks becomes a day of rest, or a day of rest is worked."""
    day = in_days(world.pick(range(1, 25)))
    if CalendarDay.objects.filter(day=day).exists():
        raise Nothing
    kind = "work" if day.weekday() > 4 else "rest"
    CalendarDay.objects.create(notice=notice_of(day), day=day, kind=kind, name="调整")
    announce_calendar_change({day.year}, by=world.office)


def notice_of(day):
    return HolidayNotice.objects.get_or_create(year=day.year)[0]


def give_to_another_house(order, world):
    other = world.pick(others_than(order))
    stranger = Membership.objects.filter(provider=other.provider_id).first()
    refused(hand_over_orders, [order], to=stranger, by=world.staff(order))


def send_others_on_leave(order, world):
    membership = Membership.objects.filter(provider=order.provider_id).first()
    with_b = Membership.objects.get(provider=order.provider_id, role="B").user
    for by in (world.stranger, with_b):
        try:
            set_leave(membership, away_from=clock.today(), away_to=None, by=by)
        except BadLeave:
            continue
        raise AssertionError((membership, by))


def end_too_early(order, world):
    """Nobody ends a case whose applicant has just been reached."""
    try_now = {"way": "phone", "is_reached": True, "note": "", "at": clock.now()}
    record_contact_attempt(order.application, by=world.clerk, **try_now)
    refused(terminate_application, order.application, reason="联系不上", by=world.office)


def withdraw_beside_open_trench(order, world):
    """Nobody ends his order while he is alone in an open trench."""
    alone = order.dig_parties.living().open()
    if not any(party.dig.parties.living().count() == 1 for party in alone):
        raise Nothing
    refused(withdraw_request, order.request, by=APPLICANT, reason="不再需要")
    refused(withdraw_application, order.application, by=APPLICANT, reason="不再需要")


COUNTER = (
    *(
        say_whether_one_comes,
        offer_another_day,
        arrange,
        move_visit,
        wish_another_day,
        take_counter,
        confirm,
        cancel,
    ),
    *(wish_otherwise, leave_note, withdraw, withdraw_all, choose, try_to_reach, terminate, route_again),
    *(object_to, uphold, revoke, allow, change_calendar),
    *(give_to_another_house, send_others_on_leave, end_too_early, withdraw_beside_open_trench),
)
