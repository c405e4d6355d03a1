"""What must hold of a case after every step, whoever did what: each figure and status looked at from outside."""

from collections import defaultdict

from django.apps import apps

from common import clock
from district.services import load_calendar
from milestones.models import MilestoneStatus
from milestones.stages import PATH
from milestones.tests.recount import check_everything, check_record
from utilities.models import WorkOrder
from works.models import Dig, DigStatus

APPS = ("applications", "utilities", "milestones", "inspections", "works", "approvals")
TABLES = [model for model in apps.get_models() if model._meta.app_label in APPS and hasattr(model, "MOVES")]


class Watch:
    """Remembers every status and every opening it has seen, of all cases there are."""

    def __init__(self, *applications):
        self.applications = applications
        self.statuses, self.openings = {}, {}
        self.look()

    def look(self):
        self.check_moves()
        for application in self.applications:
            application.refresh_from_db()
            check_everything(application, load_calendar(), clock.today())
            check_record(application, load_calendar(), clock.today())
            self.check_stages(application)
        self.check_trenches()
        self.check_permits()

    def check_moves(self):
        """From one look to the next a status has only gone where the table leads."""
        for model in TABLES:
            for pk, status in model._default_manager.values_list("pk", "status"):
                before = self.statuses.get((model, pk), status)
                assert status in dict(model._meta.get_field("status").flatchoices), (model, status)
                assert status in reachable(model.MOVES, before), (model, pk, before, status)
                self.statuses[model, pk] = status

    def check_stages(self, application):
        """Each order keeps its nine stages, none opens twice, and only one runs."""
        by_order = defaultdict(list)
        for row in application.milestones.exclude(order=None).select_related("order").order_by("pk"):
            by_order[row.order].append(row)
        for order, rows in by_order.items():
            assert [row.stage for row in rows] == list(PATH), order
            running = [row for row in rows if row.status == MilestoneStatus.RUNNING]
            assert len(running) == order.is_living, order
            assert all(row.holder for row in running), order
            for row in rows:
                known = self.openings.setdefault(row.pk, row.opened_at)
                assert known in (None, row.opened_at), (row, known)
                self.openings[row.pk] = row.opened_at

    @staticmethod
    def check_trenches():
        """Nobody has closed a trench before its last party, and no open one is left to nobody."""
        for dig in Dig.objects.prefetch_related("parties"):
            parties = [party for party in dig.parties.all() if party.left_at is None]
            if dig.status == DigStatus.CLOSED:
                assert all(party.is_done and party.done_at <= dig.closed_at for party in parties), dig
            if dig.status != DigStatus.CANCELLED:
                assert sum(party.is_lead for party in parties) == 1, dig

    @staticmethod
    def check_permits():
        """APPROVAL goes on by itself with the last decision, and not before."""
        for order in WorkOrder.objects.living().filter(permits__isnull=False).distinct():
            statuses = {permit.status for permit in order.permits.current()}
            approval = order.milestones.get(stage="approval")
            if statuses and approval.status == MilestoneStatus.RUNNING:
                assert not statuses <= {"granted", "recorded"}, order
            if approval.status == MilestoneStatus.REACHED:
                through = order.permits.filter(decided_at__lte=approval.reached_at)
                assert through.exists() or not order.permits.exists() or order.plan_parts.count() > 1, order


def reachable(moves, start):
    """Every status that can be come to from ``start``, itself included."""
    found, rest = {start}, [start]
    while rest:
        fresh = set(moves.get(rest.pop(), ())) - found
        found |= fresh
        rest += fresh
    return found
