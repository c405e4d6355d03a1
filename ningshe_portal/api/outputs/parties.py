"""Who and where: applicant, people, town, what they wish."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from .fields import Moment


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


class Network(BaseModel):
    is_awaited: bool = Field(description=_("申请人登记了管网通达时告知"))
    arrived_at: Moment | None = Field(description=_("本单位登记管网通达的时间"))
