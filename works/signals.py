"""What this app announces, inside the transaction of the verb; no result may depend on the order of two
listeners of one signal."""

from django.dispatch import Signal

plan_confirmed = Signal()  # plan, orders (whose parts were confirmed), by, at: before PLAN is reached
nothing_planned = Signal()  # order, by, at: it says so of PLAN, and goes on without a plan
plan_answered = Signal()  # orders, by, at: whose stages went on where they were once he said yes or no
dig_asked = (
    Signal()
)  # dig, order, at (None: now): whether it may work in that ground, as planned; may be refused
dig_changed = Signal()  # dig, by, at: opened, closed, joined, left, or a party has done a step
hold_asked = Signal()  # order, by: a listener that has given its stage of trenches to somebody else says True
section_changed = (
    Signal()
)  # section, application, by, at: a confirmed plan stands on other facts of a road now
dig_news = Signal()  # news: something the order of another party in a trench has to hear after the commit
