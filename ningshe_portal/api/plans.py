"""How a provider's system gives its part of the plan, and reads where the others run."""

from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StrictBool

from works.completeness import COSTS
from works.models import Method, RoadSection, Step, Surface
from works.services.parts import Along, give_part
from works.services.sections import take_sections

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .inputs import Amount, Body, Day, DayLongSince, text
from .plan_facts import plan_facts, section_facts
from .validation import fault
from .verbs import FileId, actor_of, read_again

MOST_ROUTES = 50
MOST_SECTIONS = 100
router = Router()
router.add_decorator(takes(JSON), mode="view")
Metres = Annotated[Amount, Field(ge=Decimal("0"), le=Decimal("99999.9"), multiple_of=Decimal("0.1"))]
UnitCost = Annotated[Amount, Field(le=Decimal("999999.99"))]
Count = Annotated[int, Field(ge=0, le=9999, strict=True)]
SectionId = FileId


class NewSection(Body):
    """起止点相同的路段平台只保留一条；各单位所报的情况不一致时，按较严的执行，由统筹办公室核对。"""

    street: text(60)
    from_point: text(60)
    to_point: text(60)
    metres: Annotated[Metres, Field(ge=1)]
    surface: Surface
    green_m2: Metres = Decimal(0)
    trees_to_move: Count = 0
    trees_to_fell: Count = 0
    is_river: StrictBool = False
    is_wetland: StrictBool = False
    is_highway: StrictBool = False
    is_inside_plot: StrictBool = False
    built_on: DayLongSince | None = None
    overhauled_on: DayLongSince | None = None
    dig_cost: UnitCost | None = Field(None, description=_("开挖回填单价，元/米"))
    road_cost: UnitCost | None = Field(None, description=_("掘路修复单价，元/米"))
    green_cost: UnitCost | None = Field(None, description=_("绿地补偿单价，元/平方米"))


class PlannedRoute(Body):
    section: SectionId | None = Field(None, description=_("已有路段的 id，见 GET sections"))
    new_section: NewSection | None = Field(
        None, description=_("没有登记过的路段；与 section 二选一，起止点相同的仍归为一条")
    )
    method: Method
    start: Metres = Field(Decimal(0), description=_("距路段起点多少米开始"))
    metres: Annotated[Metres, Field(ge=1)]


class PlannedDays(Body):
    starts_on: Day
    ends_on: Day


class Part(Body):
    text: text(2000, description=_("接入方案，申请人会看到"))
    routes: list[PlannedRoute] = Field([], max_length=MOST_ROUTES)
    provider_cost: Amount = Field(Decimal(0), description=_("三项费用，有路由时至少写一项，没有费用的写 0"))
    applicant_cost: Amount = Field(
        Decimal(0), description=_("申请人承担的费用；用地红线外的工程一般不由申请人承担")
    )
    public_cost: Amount = Decimal(0)
    boundary: text(200, least=0, description=_("产权分界点，有路由时必填")) = ""
    safety: text(300, least=0, description=_("安全距离要求，有路由时必填")) = ""
    days: Annotated[int, Field(ge=1, le=999, strict=True)] | None = Field(
        None, description=_("工期（日），有路由时必填")
    )
    drawing: FileId | None = Field(
        None,
        description=_(
            "图纸，先上传到 files，这里写文件的 id；有开挖敷设的路由应附，没有附的在 warnings 提醒；不写则沿用上一版"
        ),
    )
    design: PlannedDays | None = None
    contract: PlannedDays | None = None
    excavation: PlannedDays | None = Field(None, description=_("有开挖敷设的路由时必填"))
    construction: PlannedDays | None = Field(None, description=_("有路由时必填"))
    backfill: PlannedDays | None = Field(None, description=_("有开挖敷设的路由时必填"))


@router.get(
    "/orders/{number}/plan",
    response=outputs.OrderPlan,
    summary=_("读取方案"),
    description=_("本单位的方案，以及同一方案中各单位的路由；不含其他单位的费用和说明。没有方案的返回 404。"),
)
def read_plan(request, number: str):
    return plan_facts(get_order(request, number))


@router.post(
    "/orders/{number}/plan",
    response=outputs.Order,
    summary=_("提交方案"),
    description=_(
        "方案环节进行中提交本单位的部分；各单位都提交后交申请人确认，确认后方案环节完成。确认前重新提交的，"
        "原来的作废；确认后提交的为变更，只有本工单等待申请人确认。"
    ),
)
def submit_plan(request, number: str, body: Part):
    order = get_order(request, number)
    give_part(
        order,
        facts=facts_of(order, body),
        steps={step: (days.starts_on, days.ends_on) for step in Step if (days := getattr(body, step.value))},
        routes=routes_of(order, body),
        by=actor_of(request, order),
    )
    return read_again(request, number)


@router.get(
    "/sections",
    response=outputs.Sections,
    summary=_("查找路段"),
    description=_("一个街镇（园区）已登记的路段，最多 100 条；street 为道路名称的一部分。"),
)
def list_sections(request, town: str, street: str = ""):
    rows = RoadSection.objects.on_street(clean(town), clean(street)).select_related("town")
    return {"sections": [section_facts(row) for row in rows[:MOST_SECTIONS]]}


def clean(said):
    """What cannot be in a name is not looked for: PostgreSQL would choke on a NUL."""
    return said.strip()[:60] if said.isprintable() else "?"


def facts_of(order, body):
    names = ["text", "boundary", "safety", "days"]
    if body.model_fields_set.intersection(COSTS) or not body.routes:  # left out altogether they are missing
        names += COSTS
    facts = {name: getattr(body, name) for name in names}
    if body.drawing:
        file = order.files.filter(pk=body.drawing).first()
        if file is None:
            raise fault("body", "drawing", gettext("本工单没有这个文件。"))
        facts |= {"drawing": file.path, "drawing_name": file.name}
    return facts


def routes_of(order, body):
    for place, route in enumerate(body.routes):
        check_either(route, f"routes.{place}.section")
    named = [route.new_section.model_dump() for route in body.routes if route.new_section]
    taken = iter(take_sections(order, named))
    return [
        Along(
            next(taken) if route.new_section else known_section(order, place, route),
            route.method,
            route.metres,
            route.start,
        )
        for place, route in enumerate(body.routes)
    ]


def check_either(said, field):
    """A section there is, or a new one."""
    if (said.section is None) == (said.new_section is None):
        raise fault("body", field, gettext("section 和 new_section 须且只须填写一个。"))


def known_section(order, place, route):
    section = RoadSection.objects.open_to(order.request.application).filter(pk=route.section).first()
    if section is None:
        raise fault("body", f"routes.{place}.section", gettext("没有这个路段。"))
    return section
