"""Milestones and pauses."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from milestones.models import MilestoneStatus
from milestones.stages import Holder, PauseReason, Stage

from .fields import Moment


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
