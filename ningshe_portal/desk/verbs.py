"""What can be done with a work order at this desk: one row for each verb, in the order of the buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from milestones.forms import PauseForm, ReportForm
from milestones.services import can_be_resumed, pause_milestone, resume_milestone
from ningshe_portal.api.stage_verbs import STAGE_VERBS, run_stage_verb
from ningshe_portal.pages.access import Role, Viewer
from ningshe_portal.pages.conversation import NoteForm, list_addressees, write_to
from utilities.areas import report_network
from utilities.forms import (
    AcknowledgeForm,
    ArrivalForm,
    AskForm,
    ReturnForm,
    UnavailableForm,
    VerbForm,
)
from utilities.models import OrderStatus
from utilities.order_papers import ask_for_paper
from utilities.people import hand_over_orders
from utilities.services import acknowledge_order, declare_unavailable, return_order

from .account_verbs import account_form, is_connected, note
from .dig_verbs import DIG_VERBS, SELDOM_DIG_VERBS
from .inspection_verbs import INSPECTION_VERBS, REPORT_FORMS, awaits_day
from .joint_verbs import JOINT_VERBS
from .people import HAND_OVER, hand_over_form
from .permit_verbs import FILING_VERBS
from .plan_verbs import PLAN_FORMS, PLAN_VERBS, REVISING_VERBS
from .temporary_verbs import TEMPORARY_VERBS, is_on, of_form, of_order
from .work_verbs import WORK_VERBS

NOTE = "note"  # its form stands beside the messages, not among the buttons
# Ways out and notes: possible at almost any time, and never what an order waits for.
SELDOM = {
    *("pause", "ask", "hand-over", "return", "unavailable", "contract", "revise", "discard"),
    *("visit-leave", "visit-join", "step-leave", "step-join", "step", "fee", "paid", "drop-fee"),
    *SELDOM_DIG_VERBS,
}


@dataclass(frozen=True)
class Verb:
    """``fits`` tells from order and running stage whether there is a button; the service decides."""

    title: str
    permission: str
    fits: Callable
    make_form: Callable
    run: Callable
    done: str
    is_of_stage: bool = False


def is_pending(order, milestone):
    return order.status == OrderStatus.PENDING


def is_living(order, milestone):
    return order.is_living


def is_under_way(order, milestone):
    return order.status == OrderStatus.OPEN and milestone is not None and milestone.stage in STAGE_VERBS


def is_reportable(order, milestone):
    if not is_under_way(order, milestone):
        return False
    verb = STAGE_VERBS[milestone.stage]
    return not verb.refusal and verb.fits(order) and not awaits_day(order, milestone)


def is_counting(order, milestone):
    return is_under_way(order, milestone) and milestone.is_counting


def is_paused(order, milestone):
    return is_under_way(order, milestone) and can_be_resumed(milestone)


def lacks_network(order, milestone):
    return order.status == OrderStatus.UNAVAILABLE and order.request.network_arrived_at is None


def report_form(order, milestone, user, *data):
    form = (REPORT_FORMS | PLAN_FORMS).get(milestone.stage, ReportForm)
    return form(*data, milestone=milestone)


def note_form(order, milestone, user, *data):
    viewer = Viewer(Role.PROVIDER, frozenset([order.provider_id]))
    return NoteForm(*data, addressees=list_addressees(viewer, order.application, [order]))


def acknowledge_form(order, milestone, user, *data):
    own = {"handler_name": user.display_name or user.username, "handler_phone": user.phone}
    return AcknowledgeForm(*data, services={order.request.service}, initial=own)


def of_plan(rows):
    return {
        name: Verb(title, "milestones.report_stage", fits=fits, make_form=make_form, run=run, done=done)
        for name, (title, fits, make_form, run, done) in rows.items()
    }


VERBS = {
    "acknowledge": Verb(
        _("接单"),
        "utilities.acknowledge_workorder",
        fits=is_pending,
        make_form=acknowledge_form,
        run=lambda order, milestone, **said: acknowledge_order(order, **said),
        done=_("已接单。"),
    ),
    **of_plan(PLAN_VERBS),
    "resume": Verb(
        _("恢复计时"),
        "milestones.pause_milestone",
        fits=is_paused,
        make_form=lambda order, milestone, user, *data: VerbForm(*data),
        run=lambda order, milestone, **said: resume_milestone(milestone, **said),
        done=_("已恢复计时。"),
        is_of_stage=True,
    ),
    "report": Verb(
        _("上报结果"),
        "milestones.report_stage",
        fits=is_reportable,
        make_form=report_form,
        run=lambda order, milestone, **said: run_stage_verb(order, milestone.stage, **said),
        done=_("已上报。"),
        is_of_stage=True,
    ),
    "pause": Verb(
        _("暂停计时"),
        "milestones.pause_milestone",
        fits=is_counting,
        make_form=lambda order, milestone, user, *data: PauseForm(*data, milestone=milestone),
        run=lambda order, milestone, **said: pause_milestone(milestone, **said),
        done=_("已暂停计时，申请人可以看到原因和依据。"),
        is_of_stage=True,
    ),
    "ask": Verb(
        _("请申请人补交材料"),
        "utilities.acknowledge_workorder",
        fits=is_living,
        make_form=lambda order, milestone, user, *data: AskForm(*data),
        run=lambda order, milestone, **said: ask_for_paper(order, **said),
        done=_("已提交窗口，由窗口转告申请人；补交后会通知您。"),
    ),
    "hand-over": Verb(
        _("移交经办人"),
        HAND_OVER,
        fits=lambda order, milestone: order.status == OrderStatus.OPEN,
        make_form=hand_over_form,
        run=lambda order, milestone, **said: hand_over_orders([order], **said),
        done=_("已移交，申请人会看到新的经办人和电话。"),
    ),
    "return": Verb(
        _("退单"),
        "utilities.return_workorder",
        fits=is_living,
        make_form=lambda order, milestone, user, *data: ReturnForm(*data),
        run=lambda order, milestone, **said: return_order(order, **said),
        done=_("已退单，统筹人员将重新分派。"),
    ),
    "unavailable": Verb(
        _("暂不具备条件"),
        "utilities.declare_unavailable",
        fits=is_living,
        make_form=lambda order, milestone, user, *data: UnavailableForm(*data),
        run=lambda order, milestone, **said: declare_unavailable(order, **said),
        done=_("已告知申请人暂不具备接入条件。"),
    ),
    "arrived": Verb(
        _("登记管网通达"),
        "utilities.declare_unavailable",
        fits=lacks_network,
        make_form=lambda order, milestone, user, *data: ArrivalForm(*data),
        run=lambda order, milestone, **said: report_network(order, **said),
        done=_("已登记。申请人登记了管网通达告知的，会收到短信。"),
    ),
    "account": Verb(
        _("登记户号"),
        "milestones.report_stage",
        fits=is_connected,
        make_form=account_form,
        run=note,
        done=_("已登记户号，并告知申请人。"),
    ),
    NOTE: Verb(
        _("发送留言"),
        "utilities.acknowledge_workorder",
        fits=is_living,
        make_form=note_form,
        run=lambda order, milestone, **said: write_to(order.application, **said),
        done=_("留言已发送，对方看过后会显示“已读”。"),
    ),
}
ORDER_VERBS = INSPECTION_VERBS | FILING_VERBS | DIG_VERBS | SELDOM_DIG_VERBS
VERBS |= {name: Verb(*row) for name, row in ORDER_VERBS.items()}
VERBS |= of_plan(WORK_VERBS | REVISING_VERBS)
VERBS |= {name: Verb(*row) for name, row in JOINT_VERBS.items()}
VERBS |= {
    name: Verb(
        title,
        "milestones.report_stage",
        fits=is_on,
        make_form=of_form(make_form),
        run=of_order(verb),
        done=done,
    )
    for name, (title, make_form, verb, done) in TEMPORARY_VERBS.items()
}
