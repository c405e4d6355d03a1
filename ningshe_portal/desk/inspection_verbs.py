"""What a provider does about a visit from the page of its order: come or not, go alone, join again; the contract."""

from django.utils.translation import gettext_lazy as _

from common import clock
from inspections.forms import AcceptanceForm, AloneForm, AnswerForm, ConnectionForm, ContractForm, SurveyForm
from inspections.models import WISH_OF, VisitKind, VisitStatus
from inspections.services import answer_visit
from milestones.models import Apart
from milestones.services import can_be_resumed, rejoin, split_off
from milestones.stages import Stage
from ningshe_portal.pages.visit_cards import build_card, load_open_visits, taking_part
from utilities.contracts import needs_contract, sign_supply_contract
from utilities.forms import VerbForm
from utilities.models import OrderStatus

# What is asked of a stage beyond how it went.
REPORT_FORMS = {Stage.SURVEY: SurveyForm, Stage.ACCEPTANCE: AcceptanceForm, Stage.CONNECTION: ConnectionForm}


# Once the plan stands there is something to sign.
SIGNING = {
    Stage.APPROVAL,
    Stage.EXCAVATION,
    Stage.CONSTRUCTION,
    Stage.BACKFILL,
    Stage.ACCEPTANCE,
    Stage.CONNECTION,
}


def own_attendance(order, milestone):
    """How this order takes part in a visit at the stage that runs, None for none; read once for all buttons."""
    if milestone is None or milestone.stage not in VisitKind.values:
        return None
    if not hasattr(milestone, "own_attendance"):
        rows = order.attendances.open().filter(visit__kind=milestone.stage)
        milestone.own_attendance = rows.select_related("visit").first()
    return milestone.own_attendance


def what_waits(order, milestone):
    """The verb that must come before the report, '' for none."""
    own = own_attendance(order, milestone)
    if own and not own.answer and may_answer(order, milestone) and not can_be_resumed(milestone):
        return "visit-answer"
    is_due = milestone is not None and milestone.stage == Stage.CONNECTION
    return "contract" if is_due and needs_contract(order) and not order.supply_contract_signed_on else ""


def has_answered(order, milestone):
    """Whether it may still say otherwise, but nobody waits for it."""
    own = own_attendance(order, milestone)
    return own is not None and own.answer != ""


def own_cards(order):
    """The open visits this order takes part in, as its provider may see them."""
    visits = load_open_visits(order.application)
    own = [visit for visit in visits if any(one.order_id == order.pk for one in taking_part(visit))]
    return [build_card(visit, order.application, providers={order.provider_id}) for visit in own]


def awaits_day(order, milestone):
    """Whether nothing can be reported yet: all go there together, on a day that is still to come or to be agreed."""
    own = own_attendance(order, milestone)
    return is_with_others(own) and (own.visit.status != VisitStatus.FIXED or clock.today() < own.visit.on)


def may_answer(order, milestone):
    """As long as something can come of it."""
    own = own_attendance(order, milestone)
    return own is not None and clock.today() <= own.visit.on


def is_with_others(own):
    return own is not None and own.visit.is_joint


def may_go_alone(order, milestone):
    return is_with_others(own_attendance(order, milestone))


def may_come_along(order, milestone):
    if milestone is None or milestone.stage not in VisitKind.values:
        return False
    is_wanted = getattr(order.application, WISH_OF[milestone.stage])
    return is_wanted and Apart.objects.open().filter(order=order, stage=milestone.stage).exists()


def may_sign(order, milestone):
    is_time = milestone is not None and milestone.stage in SIGNING
    return is_time and order.status == OrderStatus.OPEN and needs_contract(order)


def answer_form(order, milestone, user, *data):
    own = own_attendance(order, milestone)
    is_asked = own is None or own.visit.status == VisitStatus.PROPOSED and own.visit.counter_on is None
    return AnswerForm(*data, may_counter=is_asked)


def contract_form(order, milestone, user, *data):
    return ContractForm(*data, initial={"signed_on": order.supply_contract_signed_on})


# title, permission, fits, form, verb, what is said afterwards, whether it is of the running stage; by name
INSPECTION_VERBS = {
    "visit-answer": (
        _("答复上门时间"),
        "milestones.report_stage",
        may_answer,
        answer_form,
        lambda order, milestone, **said: answer_visit(order, milestone.stage, **said),
        _("已答复。"),
        True,
    ),
    "visit-leave": (
        _("退出联办"),
        "milestones.report_stage",
        may_go_alone,
        lambda order, milestone, user, *data: AloneForm(*data),
        lambda order, milestone, **said: split_off(order, milestone.stage, **said),
        _("已退出联办，本单位可以单独上门并上报结果。"),
        True,
    ),
    "visit-join": (
        _("恢复联办"),
        "milestones.report_stage",
        may_come_along,
        lambda order, milestone, user, *data: VerbForm(*data),
        lambda order, milestone, **said: rejoin(order, milestone.stage, **said),
        _("已恢复联办，上门时间重新约定。"),
        True,
    ),
    "contract": (
        _("供用合同已签"),
        "milestones.report_stage",
        may_sign,
        contract_form,
        lambda order, milestone, **said: sign_supply_contract(order, **said),
        _("已登记供用合同签订日期。"),
        False,
    ),
}
