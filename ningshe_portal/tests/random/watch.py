"""What must hold of all cases after every step, whoever did what: each figure and status looked at from outside."""

from collections import defaultdict

from django.apps import apps

from approvals.routes import takes_alone
from common import clock
from district.models import CalendarDay
from district.services import load_calendar
from launch.rehearsal import books
from launch.rehearsal.recount import Calendar
from launch.rehearsal.terms import wrong_terms
from milestones.models import MilestoneStatus
from milestones.stages import PATH
from milestones.tests.recount import check_everything, check_record
from ningshe_portal.tests.rows import read
from ningshe_portal.tests.sheets import check_sheets
from utilities.models import WorkOrder

from . import outgoing, trench_watch

APPS = ("applications", "utilities", "milestones", "inspections", "works", "approvals", "oversight")
TABLES = [model for model in apps.get_models() if model._meta.app_label in APPS and hasattr(model, "MOVES")]
SLOWLY = 4  # every so many looks what takes long


class Watch:
    """Remembers every status and every opening it has seen, of all cases there are."""

    def __init__(self, *applications):
        self.applications = applications
        self.statuses, self.openings = {}, {}
        self.trenches = trench_watch.TrenchWatch()
        self.looks, self.calendar_days = 0, CalendarDay.objects.count()
        self.look()

    def look(self):
        self.check_moves()
        self.trenches.look()
        calendar, today = load_calendar(), clock.today()
        for application in self.applications:
            application.refresh_from_db()
            check_everything(application, calendar, today)
            self.check_stages(application)
        self.check_permits()
        if self.looks % SLOWLY == 0:
            self.look_slowly(calendar, today)
        self.looks += 1

    def look_slowly(self, calendar, today):
        """What has ended keeps the dates it had when the calendar was changed: it is not counted again then."""
        if self.is_first_calendar():
            for application in self.applications:
                check_record(application, calendar, today)
        for application in self.applications:
            check_sheets(application)
        outgoing.check()
        self.check_terms(Calendar(read(books.CALENDAR)))

    def check_terms(self, calendar):
        """Counted from the bare rows as a rehearsal does; of what is decided the calendar of its day is gone."""
        wrong = wrong_terms(read if self.is_first_calendar() else read_open, calendar)
        assert not any(wrong.values()), wrong

    def is_first_calendar(self):
        return CalendarDay.objects.count() == self.calendar_days

    def check_moves(self):
        """From one look to the next a status has only gone where the table leads, and no row is lost."""
        for model in TABLES:
            rows = dict(model._default_manager.values_list("pk", "status"))
            known = {pk for seen, pk in self.statuses if seen is model}
            assert known <= set(rows), (model, known - set(rows))
            for pk, status in rows.items():
                before = self.statuses.get((model, pk), status)
                assert status in dict(model._meta.get_field("status").flatchoices), (model, status)
                assert status in reachable(model.MOVES, before), (model, pk, before, status)
                self.statuses[model, pk] = status

    def check_stages(self, application):
        """Each order keeps its nine stages, none opens twice or begins out of turn, and only one runs."""
        by_order = defaultdict(list)
        for row in application.milestones.exclude(order=None).select_related("order").order_by("pk"):
            by_order[row.order].append(row)
        for order, rows in by_order.items():
            assert [row.stage for row in rows] == list(PATH), order
            running = [row for row in rows if row.status == MilestoneStatus.RUNNING]
            assert len(running) == order.is_living, order
            assert all(row.holder for row in running), order
            assert not running or all(row.opened_at is None for row in rows[rows.index(running[0]) + 1 :]), (
                order
            )
            for row in rows:
                known = self.openings.setdefault(row.pk, row.opened_at)
                assert known in (None, row.opened_at), (row, known)
                self.openings[row.pk] = row.opened_at

    @staticmethod
    def check_permits():
        """APPROVAL goes on by itself with the last decision, and not before; who takes it alone reports it himself.

        While a changed part lies before the applicant nothing goes on.
        """
        for order in WorkOrder.objects.living().filter(permits__isnull=False).distinct():
            statuses = {permit.status for permit in order.permits.current()}
            approval = order.milestones.get(stage="approval")
            is_held = takes_alone(order) or order.plan_parts.presented().exists()
            if statuses and approval.status == MilestoneStatus.RUNNING and not is_held:
                assert not statuses <= {"granted", "recorded"}, order
            if approval.status == MilestoneStatus.REACHED:
                through = order.permits.filter(decided_at__lte=approval.reached_at)
                assert through.exists() or not order.permits.exists() or order.plan_parts.count() > 1, order


def read_open(query):
    """Permits still to be decided, and what follows no calendar; a complaint's day is never cut short."""
    if query in (books.COMPLAINTS, books.DUTIES):
        return []
    rows = read(query)
    return [row for row in rows if row["status"] in ("filed", "accepted")] if query == books.PERMITS else rows


def reachable(moves, start):
    """Every status that can be come to from ``start``, itself included."""
    found, rest = {start}, [start]
    while rest:
        fresh = set(moves.get(rest.pop(), ())) - found
        found |= fresh
        rest += fresh
    return found
