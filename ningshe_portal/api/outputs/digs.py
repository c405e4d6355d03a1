"""Trenches, who is in them, and offers to join."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from works.models import DigKind, DigStatus, PartyRole

from .fields import Moment

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
    may_open: bool = Field(description=_("本单位现在可以开挖：审批手续已齐，由本单位牵头"))
    starts_on: date | None
    ends_on: date | None
    opened_at: Moment | None
    closed_at: Moment | None
    protected_until: date | None = Field(description=_("这一天之前路面在保护期内，不得挖掘"))
    warranty_until: date | None
    cause: str
    papers_due_at: Moment | None
    papers_brought_at: Moment | None
    papers_number: str = Field(description=_("补办的应急手续的文号"))
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
