"""Events, problems and tasks: what is not of one order."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from oversight.models import DutyKind, DutyStatus

from .fields import Moment


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
    opened_at: Moment | None = Field(description=_("提出时间；评价人不公开姓名的为空"))
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
