"""What the API answers: its shapes, as they stand in the OpenAPI document."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from applications.models import FollowUpStatus, Half, TemporaryWish
from approvals.models import Filer, PermitStatus, WayOut
from common.clock import LOCAL
from inspections.models import VisitKind, VisitStatus
from milestones.models import MilestoneStatus, Outcome
from milestones.stages import Holder, PauseReason, Stage
from oversight.models import DutyKind, DutyStatus
from utilities.models import OrderStatus, Variant
from works.models import (
    DigKind,
    DigStatus,
    FeeKind,
    Method,
    PartStatus,
    PartyRole,
    Payer,
    PlanStatus,
    Step,
    Surface,
)


def in_tianjin(moment):
    """RFC 3339 with the offset of the local clock."""
    return moment.astimezone(LOCAL).isoformat()


def as_number(amount):
    """20 for a whole amount, 12.5 else."""
    return int(amount) if amount == int(amount) else float(amount)


Moment = Annotated[
    datetime, PlainSerializer(in_tianjin), WithJsonSchema({"type": "string", "format": "date-time"})
]
Amount = Annotated[object, PlainSerializer(as_number), WithJsonSchema({"type": "number"})]


class Town(BaseModel):
    code: str = Field(description=_("国家统计局 9 位统计用区划代码"))
    name: str


class Applicant(BaseModel):
    kind: Literal["organisation", "individual"]
    name: str


class Person(BaseModel):
    name: str
    phone: str = Field(description=_("工单结束后只显示首尾几位"))


class Agent(Person):
    capacity: str


class Wishes(BaseModel):
    entrusts_permits: bool
    wants_joint_survey: bool
    wants_joint_works: bool
    wants_joint_acceptance: bool
    wants_joint_connection: bool
    survey_on: date | None
    survey_half: str = Field(description=_("morning、afternoon 或空"))


class Pause(BaseModel):
    id: int
    stage: Stage
    reason: PauseReason
    basis: str
    expected_until: date | None
    started_at: Moment
    ended_at: Moment | None
    last_day: date | None = Field(description=_("最晚暂停到这一天（含），次日起自动恢复计时；空：未设上限"))
    objection: str = Field(description=_("申请人提出的异议，没有时为空"))
    revoked_at: Moment | None = Field(description=_("督办人员撤销的时间；撤销后这段时间计入时限"))


class Milestone(BaseModel):
    stage: Stage
    label: str
    status: MilestoneStatus
    opened_at: Moment | None
    reached_at: Moment | None
    due_on: date | None = Field(description=_("当日 24 时前完成；停表期间为空"))
    is_estimated: bool = Field(description=_("节假日安排公布前按暂估日历计算"))
    limit_days: int | None
    limit_unit: Literal["workday", "natural"]
    limit_is_confirmed: bool = Field(description=_("false：该时限待本区确认"))
    is_counting: bool
    days_left: int | None = Field(description=_("停表时剩余的天数"))
    holder: Holder | Literal[""] = Field(description=_("当前责任方"))
    pause: Pause | None


class Note(BaseModel):
    id: int
    author: Literal["applicant", "window", "provider"]
    author_name: str
    body: str
    is_internal: bool = Field(description=_("true：只在窗口和本单位之间，申请人看不到"))
    written_at: Moment


class Temporary(BaseModel):
    status: FollowUpStatus
    until: date | None = Field(description=_("使用至；没有约定的为空"))
    wish: TemporaryWish | Literal[""] = Field(description=_("申请人希望：延期、转为正式、拆除"))
    wished_until: date | None


class AskedPaper(BaseModel):
    id: int
    items: list[str]
    kind: str = Field(description=_("材料类型，未指明时为空"))
    asked_at: Moment
    told_at: Moment | None = Field(description=_("窗口转告申请人的时间"))
    due_on: date | None = Field(description=_("请申请人补交的期限"))
    is_estimated: bool
    answered_at: Moment | None = Field(description=_("申请人补交的时间"))
    closed_at: Moment | None = Field(description=_("窗口答复不再需要补交的时间"))


class Material(BaseModel):
    kind: str
    label: str
    name: str
    size: int
    sha256: str
    added_at: Moment
    url: str = Field(description=_("用本单位人员账号登录后下载"))
    download_url: str = Field(description=_("用接口密钥下载"))


class Paper(BaseModel):
    name: str
    kind: str
    label: str
    issued_at: Moment
    download_url: str = Field(description=_("用接口密钥下载 PDF"))


class Network(BaseModel):
    is_awaited: bool = Field(description=_("申请人登记了管网通达时告知"))
    arrived_at: Moment | None = Field(description=_("本单位登记管网通达的时间"))


class Urge(BaseModel):
    number: str
    text: str
    filed_at: Moment
    due_on: date = Field(description=_("答复申请人的期限"))
    is_estimated: bool


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


class Filing(BaseModel):
    by: Filer = Field(description=_("由受托的专营单位还是申请人自己申报"))
    provider: str = Field(description=_("受托单位；申请人自行申报的为空"))
    is_yours: bool = Field(description=_("受托的是本单位"))
    is_signed: bool = Field(description=_("审批委托书已签署，可以申报"))


class Permit(BaseModel):
    number: str
    type: str
    name: str
    department: str
    status: PermitStatus
    reason: str = Field(description=_("为什么需要办理"))
    needs_decision: bool = Field(description=_("false：只需备案"))
    filed_by: Filer
    is_by_hand: bool = Field(description=_("审批部门没有接口，须在政务一网通人工提交"))
    may_be_filed: bool = Field(description=_("现在可以申报"))
    external_number: str = Field(description=_("政务一网通受理编号"))
    filed_at: Moment | None
    due_on: date | None = Field(description=_("承诺办结日期；特别程序期间为空"))
    legal_due_on: date | None = Field(description=_("法定办结日期"))
    is_estimated: bool
    is_counting: bool
    decided_at: Moment | None
    conditions: str = Field(description=_("许可条件"))
    refusal_reason: str
    decision_number: str
    valid_until: date | None
    protected_until: date | None = Field(description=_("道路在保护期内，这一天之前不得挖掘"))
    way_out: WayOut | Literal[""] = Field(description=_("保护期内的处理办法"))
    sections: list[str]


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


class Fees(BaseModel):
    fees: list[Fee]


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


class Visit(BaseModel):
    kind: VisitKind
    label: str
    status: VisitStatus = Field(description=_("proposed 待约定，fixed 已约定"))
    on: date
    half: Half
    answer: str = Field(description=_("本单位的答复：coming、not，未答复为空；逾期未答复的按能到场处理"))
    may_counter: bool = Field(description=_("还可以另提一次时间"))
    counter_on: date | None = Field(description=_("承办单位另提的日期，等待申请人或统筹人员决定"))
    counter_half: Half | Literal[""]
    parties: int = Field(description=_("一起上门的单位数，含本单位"))
    confirmed_at: Moment | None = Field(description=_("申请人确认的时间"))


class ChecklistItem(BaseModel):
    code: str
    label: str
    answers: list[str]


TrenchStep = Literal["finished", "hidden_passed", "surveyed"]


class Stretch(BaseModel):
    id: int
    street: str
    from_point: str
    to_point: str


class InTrench(BaseModel):
    provider: str
    role: PartyRole
    is_done: bool


class Dig(BaseModel):
    id: int
    section: Stretch
    kind: DigKind
    status: DigStatus
    is_lead: bool = Field(description=_("由本单位牵头开挖和回填"))
    starts_on: date | None
    ends_on: date | None
    opened_at: Moment | None
    closed_at: Moment | None
    protected_until: date | None = Field(description=_("这一天之前路面在保护期内，不得挖掘"))
    warranty_until: date | None
    cause: str
    papers_due_at: Moment | None
    papers_brought_at: Moment | None
    finished_at: Moment | None
    hidden_passed_at: Moment | None
    surveyed_at: Moment | None
    parties: list[InTrench]


class DigOffer(BaseModel):
    id: int
    section: Stretch
    provider: str
    starts_on: date | None
    ends_on: date | None
    until: date


class Digs(BaseModel):
    digs: list[Dig]
    offers: list[DigOffer] = Field(description=_("可以并入的其他沟槽；只有路段、时间和牵头单位"))


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
    permits: list[Permit] = Field(description=_("本工单需要的审批手续，与其他工单共用的也列出"))
    digs: list[Dig] = Field(description=_("本工单所在的沟槽"))
    dig_offers: list[DigOffer] = Field(description=_("可以并入的其他沟槽；只有路段、时间和牵头单位"))
    urges: list[Urge] = Field(description=_("申请人催办、尚未答复的"))


class Orders(BaseModel):
    orders: list[OrderSummary]
    cursor: str = Field(description=_("下一次读取时原样带上"))
    has_more: bool


class Report(BaseModel):
    id: int
    stage: Stage
    outcome: Outcome
    occurred_at: Moment
    recorded_at: Moment
    is_late: bool = Field(description=_("晚于发生之日起 3 个工作日上报"))
    note: str
    order: Order


class PausedOrder(Pause):
    order: Order


class PaperRequest(BaseModel):
    id: int
    paper: str
    detail: str
    asked_at: Moment


class File(BaseModel):
    id: int
    name: str
    content_type: str
    size: int
    sha256: str = Field(description=_("保存后的内容的 SHA-256；图片会重新生成，与上传的不同"))
    added_at: Moment


class Files(BaseModel):
    files: list[File]


class EventData(BaseModel):
    model_config = {"extra": "allow"}  # what else there is depends on the type


class Event(BaseModel):
    webhook_id: str = Field(description=_("与推送时的 webhook-id 相同，用于去重"))
    type: str
    timestamp: str = Field(description=_("RFC 3339，事情发生的时间"))
    data: EventData


class Events(BaseModel):
    events: list[Event]
    has_more: bool


class Fault(BaseModel):
    model_config = {"json_schema_extra": {"required": ["in", "field", "detail"]}}

    place: str = Field(alias="in", description=_("body、query、path、header 或 file"))
    field: str
    detail: str


class Problem(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] = []


class Task(BaseModel):
    number: str
    kind: DutyKind
    status: DutyStatus
    text: str
    application: str = Field(description=_("办件编号；不涉及办件或评价人不公开姓名的为空"))
    grade: str = Field(description=_("差评整改：评价的档次"))
    opened_at: Moment
    due_on: date
    is_estimated: bool
    answer: str
    answered_at: Moment | None
    reply: str = Field(description=_("区政务服务办的办结答复"))
    closed_at: Moment | None
    url: str = Field(description=_("用本单位人员账号登录后办理"))


class Tasks(BaseModel):
    tasks: list[Task]
    has_more: bool
