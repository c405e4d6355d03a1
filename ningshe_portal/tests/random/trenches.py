"""What is done with trenches at any time, sensible or not, by those in them and by those who are not."""

from works.models import Dig, DigOffer, DigParty, RoadSection
from works.services.alone import leave_trench, share_again
from works.services.digging import open_dig
from works.services.emergencies import bring_papers, open_emergency_dig
from works.services.joining import decline_dig, join_dig
from works.services.openers import leads
from works.services.trenches import backfill_dig, report_in_dig, take_lead

from .path import close_one, open_it
from .world import Nothing, others_than, refused


def own_trench(order, world, **wanted):
    rows = Dig.objects.filter(parties__order=order, parties__left_at=None, **wanted).distinct()
    return world.one_of(rows.select_related("section"))


def open_one(order, world):
    open_it(own_trench(order, world, status="planned"), world)


def bring_on(order, world):
    close_one(own_trench(order, world, status="open"), world)


def say_one_step(order, world):
    trench = own_trench(order, world, status="open")
    report_in_dig(trench, order=order, steps=[world.pick(DigParty.STEPS)], by=world.staff(order))


def leave_dig(order, world):
    leave_trench(order, reason="工期不合", by=world.staff(order))


def share_dig(order, world):
    share_again(order, by=world.staff(order))


def let_lead(order, world):
    take_lead(order, reason="原牵头单位停业", by=world.office)


def join(order, world):
    join_dig(own_offer(order, world), by=world.staff(order))


def decline(order, world):
    decline_dig(own_offer(order, world), by=world.staff(order))


def own_offer(order, world):
    return world.one_of(DigOffer.objects.open().filter(order=order))


def dig_at_once(order, world):
    section = world.one_of(RoadSection.objects.all())
    open_emergency_dig(order, section=section, cause="水管爆裂", by=world.staff(order))


def make_up_papers(order, world):
    lacking = own_trench(order, world, kind="emergency", papers_brought_at=None)
    bring_papers(lacking, order=order, number="1", by=world.staff(order))


def close_emergency(order, world):
    trench = own_trench(order, world, kind="emergency", status="open")
    by = world.staff(order)
    report_in_dig(trench, order=order, steps=DigParty.STEPS, by=by)
    backfill_dig(trench, order=order, by=by)


# What must be refused.


def close_too_early(order, world):
    """While anybody in it is not through."""
    trench = own_trench(order, world, status="open", parties__finished_at=None)
    refused(backfill_dig, trench, order=order, by=world.staff(order))


def open_in_his_place(order, world):
    """A partner does what is the lead's, unless the lead may not dig yet and it is his turn."""
    party = DigParty.objects.living().filter(role="partner", dig__status__in=["planned", "open"])
    trench = world.one_of(party.filter(order=order)).dig
    if leads(trench, order):
        raise Nothing
    verb = open_dig if trench.status == "planned" else backfill_dig
    refused(verb, trench, order=order, by=world.staff(order))


def speak_from_outside(order, world):
    """Who does not lie in a trench says nothing of it."""
    trench = own_trench(order, world, status="open")
    inside = set(trench.parties.living().values_list("order", flat=True))
    outside = world.pick([other for other in others_than(order) if other.pk not in inside])
    for verb, said in ((report_in_dig, {"steps": DigParty.STEPS}), (backfill_dig, {})):
        refused(verb, trench, order=outside, by=world.staff(outside), **said)


TRENCHES = (
    *(open_one, bring_on, say_one_step, leave_dig, share_dig, let_lead, join, decline),
    *(dig_at_once, make_up_papers, close_emergency),
    *(close_too_early, open_in_his_place, speak_from_outside),
)
