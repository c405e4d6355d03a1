"""Visits to the place."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from applications.models import Half
from inspections.models import VisitKind, VisitStatus

from .fields import Moment


class Visit(BaseModel):
    kind: VisitKind
    label: str
    is_joint: bool = Field(description=_("与其他单位一起上门；单独上门的可以在约定的日子之前上报"))
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
