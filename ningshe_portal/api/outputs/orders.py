"""The order itself, and what is answered to a report or a pause."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from milestones.models import Outcome
from milestones.stages import Stage
from utilities.models import OrderStatus, Variant

from .clocks import Milestone, Pause
from .digs import Dig, DigOffer
from .fields import Amount, Moment
from .papers import AskedPaper, Material, Note, Paper, Temporary, Urge
from .parties import Agent, Applicant, Network, Person, Town, Wishes
from .permits import Filing, Permit
from .plans import PlanStanding
from .visits import ChecklistItem, Visit


class OrderSummary(BaseModel):
    number: str
    application: str
    service: str
    carrier: str
    status: OrderStatus
    address: str
    town: Town
    stage: Stage | None = Field(description=_("正在进行的环节"))
    due_on: date | None
    seq: int = Field(description=_("该工单最近一个事件的序号"))
    created_at: Moment
    changed_at: Moment
    url: str


class Order(OrderSummary):
    applicant: Applicant
    contact: Person
    agent: Agent | None
    business: str
    demand: Amount | None = Field(description=_("申请人不清楚时为空，由现场核定；增容的为本次增加的量"))
    is_unknown: bool
    unit: str
    purposes: list[str]
    users: int | None
    assessed_demand: Amount | None = Field(description=_("踏勘核定的用量；增容的为核定的增加量"))
    total_demand: Amount | None = Field(description=_("增容后合计：现有用量加核定（未核定时为申请）的增加量"))
    warnings: list[str] = Field(description=_("请核对的事项，不影响办理"))
    wishes: Wishes
    extras: dict[str, object] = Field(description=_("补充信息，只列已填写的项目"))
    handler: str
    handler_phone: str
    variant: Variant | None
    needs_survey: bool | None
    has_outside_works: bool | None
    account_number: str = Field(description=_("新用户的户号，没有登记的为空"))
    acknowledged_at: Moment | None
    ended_at: Moment | None
    temporary: Temporary | None = Field(description=_("接通后的临时用水用电；其他为 null"))
    network: Network | None = Field(description=_("暂不具备接入条件的；其他为 null"))
    plan: PlanStanding | None = Field(description=_("本单位的方案；还没有提交的为 null"))
    supply_contract_signed_on: date | None = Field(description=_("供用合同签订日期；水、电、气接通前须登记"))
    visits: list[Visit] = Field(description=_("本工单参加的、尚未完成的联合上门"))
    checklist: list[ChecklistItem] = Field(description=_("用气验收的检查项目；其他为空"))
    milestones: list[Milestone]
    notes: list[Note] = Field(description=_("与本单位有关的留言，先写的在前"))
    requests: list[AskedPaper] = Field(description=_("本工单请申请人补交的材料"))
    materials: list[Material] = Field(description=_("踏勘和设计需要的申请材料；工单结束后为空"))
    papers: list[Paper] = Field(description=_("申请表（工单结束后不再列出）和本单位的告知书"))
    filing: Filing | None = Field(description=_("谁来申报审批手续；不需要审批的为 null"))
    permits: list[Permit] = Field(
        description=_("本工单需要的审批手续，与其他工单共用的也列出；本单位受托申报的，列出本办件的全部手续")
    )
    digs: list[Dig] = Field(description=_("本工单所在的沟槽"))
    dig_offers: list[DigOffer] = Field(description=_("可以并入的其他沟槽；只有路段、时间和牵头单位"))
    urges: list[Urge] = Field(description=_("申请人催办、尚未答复的"))


class Orders(BaseModel):
    orders: list[OrderSummary]
    cursor: str = Field(description=_("下一次读取时原样带上"))
    has_more: bool


class Report(BaseModel):
    id: int | None = Field(description=_("本单位牵头的沟槽已登记，环节还要等其他单位牵头的沟槽：null"))
    stage: Stage
    outcome: Outcome
    occurred_at: Moment
    recorded_at: Moment | None
    is_late: bool = Field(description=_("晚于发生之日起 3 个工作日上报"))
    note: str
    order: Order


class PausedOrder(Pause):
    order: Order
