"""What must hold of trenches: who may be in an open one, when it closes, and what roads must not be opened."""

from common.clock import local_date
from milestones.models import Apart, Milestone
from works.models import Dig

DONE = {"granted", "recorded"}
PROTECTED_YEARS = {"built_on": 5, "overhauled_on": 3}  # 城市道路管理条例 33


class TrenchWatch:
    """Remembers who has been seen in an open trench, to look at everybody once, when he comes."""

    def __init__(self):
        self.inside = set()

    def look(self):
        rows = Dig.objects.select_related("section").prefetch_related("parties__order")
        for dig in rows.prefetch_related("section__permits__orders"):
            parties = [party for party in dig.parties.all() if party.left_at is None]
            if dig.status == "closed":
                assert all(party.is_done and party.done_at <= dig.closed_at for party in parties), dig
            if dig.status != "cancelled":
                assert sum(party.is_lead for party in parties) == 1, dig
            if dig.status == "open" and not dig.is_emergency:
                self.check_who_is_in_it(dig, parties)
        self.check_stages()

    def check_who_is_in_it(self, dig, parties):
        """Whosever case it is, when he comes into it."""
        for party in parties:
            if party.pk not in self.inside and party.order:
                self.inside.add(party.pk)
                check_permits(dig, party.order)

    @staticmethod
    def check_stages():
        """EXCAVATION is over once all its trenches are open, BACKFILL once all are closed."""
        rows = Milestone.objects.filter(stage="backfill", status="reached")
        for milestone in rows.select_related("order").prefetch_related("order__dig_parties__dig"):
            for party in milestone.order.dig_parties.all():
                if party.left_at is None and not party.dig.is_emergency:
                    assert party.dig.status == "closed", (milestone, party)
            check_last_turn(milestone)


def check_last_turn(milestone):
    """Who was to close its last trench had BACKFILL in hand until then; who only waited for him had not."""
    rows = milestone.order.dig_parties.filter(left_at=None, dig__kind="planned", dig__closed_at__isnull=False)
    last = rows.select_related("dig").order_by("dig__closed_at").last()
    turns = [span for span in milestone.spans.all() if span.starts_at != span.ends_at]
    if not (last and turns and turns[-1].reason == "") or milestone.reached_at != last.dig.closed_at:
        return
    through = max(party.left_at or party.done_at for party in last.dig.parties.all())
    if through < last.dig.closed_at:
        assert turns[-1].holder == ("provider" if last.is_lead else "joint"), (milestone, turns)


def check_permits(dig, order):
    """Nobody is in an open trench without what his road needs; a protected one is not opened without a way out."""
    needed = [
        permit
        for permit in dig.section.permits.all()
        if order in permit.orders.all() and permit.status not in ("withdrawn", "replaced")
    ]
    assert all(permit.status in DONE for permit in needed), (dig, order, [str(one.status) for one in needed])
    if Apart.objects.open().filter(order=order, stage="approval").exists():
        return  # his way out, if he needs one, is in papers of his own
    opened_on = local_date(dig.opened_at)
    ways = {permit.way_out for permit in needed}
    for name, years in PROTECTED_YEARS.items():
        day = getattr(dig.section, name)
        if day and opened_on < day.replace(year=day.year + years):
            assert "government" in ways, (dig, order, ways)
