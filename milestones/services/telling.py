"""What becomes of a pause or a joint step, in the history of the case, to its provider and the applicant."""

from django.utils.translation import gettext_lazy

from applications.telling import tell_applicant
from common import clock
from utilities.push import order_page, tell_provider

from ..stages import Stage

PARTED = {
    True: gettext_lazy("【宁河报装】工单 %(number)s 的%(stage)s改为单独办理：%(url)s"),
    False: gettext_lazy("【宁河报装】工单 %(number)s 的%(stage)s恢复与其他单位联办：%(url)s"),
}


def record_pause(pause, verb, *, by, text=""):
    """A line in the history, for applicant, provider and staff alike."""
    milestone = pause.milestone
    milestone.application.record(
        verb,
        by=by,
        request=milestone.request,
        text=text,
        stage=milestone.stage,
        order=milestone.order.number,
        pause=pause.pk,
    )


def tell_provider_of_pause(pause, milestone, what, text):
    """``what``: expired, revoked, allowed; the order says how the clock stands since. ``text`` is the SMS."""
    tell_provider(
        pause.milestone.order,
        "order.amended",
        at=clock.now(),
        text=f"{text}{order_page(pause.milestone.order)}",
        changes=["pause"],
        stage=milestone.stage,
        due_on=milestone.due_on.isoformat() if milestone.due_on else None,
        is_estimated=milestone.is_estimated,
        pause={"id": pause.pk, "event": what},
    )


def about(pause):
    return pause.milestone.order.number


def tell_of_parting(apart, *, is_apart, by):
    """The applicant, whose joint step it was, and the provider where somebody else did it."""
    order, stage = apart.order, Stage(apart.stage).label
    facts = {"number": order.number, "stage": stage, "url": order_page(order)}
    tell_provider(
        order,
        "order.amended",
        at=clock.now(),
        text=PARTED[is_apart] % facts,
        has_sms=not order.provider.is_behind(by),
        changes=["joint_steps"],
        stage=apart.stage,
        is_apart=is_apart,
    )
    kind = "order.split_off" if is_apart else "order.rejoined"
    label = order.request.label
    tell_applicant(order.application, kind, key=f"{apart.pk}", label=label, stage=stage)
