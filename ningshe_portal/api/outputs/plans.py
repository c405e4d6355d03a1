"""An order's part of the plan, its sections, steps and fees."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from works.models import FeeKind, Method, PartStatus, Payer, PlanStatus, Step, Surface

from .fields import Amount, Moment


class PlanStanding(BaseModel):
    status: PartStatus = Field(description=_("本单位方案的状态"))
    version: int
    return_reason: str = Field(description=_("申请人退回的原因，没有时为空"))


class DaysAgreed(BaseModel):
    starts_on: date
    ends_on: date


class PlanPart(PlanStanding):
    text: str
    provider_cost: Amount
    applicant_cost: Amount
    public_cost: Amount
    boundary: str
    safety: str
    days: int | None
    drawing_name: str
    given_at: Moment | None
    design: DaysAgreed | None
    contract: DaysAgreed | None
    excavation: DaysAgreed | None
    construction: DaysAgreed | None
    backfill: DaysAgreed | None


class Section(BaseModel):
    id: int
    town: str
    street: str
    from_point: str
    to_point: str
    metres: Amount
    surface: Surface
    green_m2: Amount
    trees_to_move: int
    trees_to_fell: int
    is_river: bool
    is_wetland: bool
    is_highway: bool
    is_inside_plot: bool
    built_on: date | None
    overhauled_on: date | None
    backfilled_on: date | None


class Sections(BaseModel):
    sections: list[Section]


class WayAlong(BaseModel):
    party: str = Field(description=_("专业（运营商）"))
    is_own: bool
    section: Section
    method: Method
    start: Amount
    metres: Amount


class OrderPlan(BaseModel):
    name: str
    is_joint: bool
    status: PlanStatus
    version: int = Field(description=_("提交申请人的次数"))
    part: PlanPart = Field(description=_("本单位的方案"))
    routes: list[WayAlong] = Field(description=_("同一方案中各单位的路由"))
    alone_metres: Amount = Field(description=_("各自开挖的总长，米"))
    together_metres: Amount = Field(description=_("同沟开挖的总长，米"))
    shared_metres: Amount = Field(description=_("两家以上同沟的长度，米"))
    saved_metres: Amount = Field(description=_("少挖的长度，米"))
    hints: list[str] = Field(description=_("可以同沟的地方"))


class WorkStep(BaseModel):
    step: Step
    started_on: date | None
    finished_on: date | None
    note: str


class Fee(BaseModel):
    id: int
    kind: FeeKind
    amount: Amount
    payer: Payer
    payee: str
    basis: str
    is_outside: bool
    agreed_on: date | None
    paid_on: date | None
    invoice: str
    warnings: list[str] = Field(description=_("请核对的事项，不影响登记"))


class Fees(BaseModel):
    fees: list[Fee]
