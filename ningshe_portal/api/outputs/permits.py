"""Permits and who files them."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from approvals.models import Filer, PermitStatus, WayOut

from .fields import Moment


class Filing(BaseModel):
    by: Filer = Field(description=_("由受托的专营单位还是申请人自己申报"))
    provider: str = Field(description=_("受托单位；申请人自行申报的为空"))
    is_yours: bool = Field(description=_("受托的是本单位"))
    is_signed: bool = Field(description=_("审批委托书已签署，可以申报"))
    scan_url: str = Field(description=_("用接口密钥下载签署的委托书；受托的不是本单位或在网上确认的为空"))


class FurtherPaper(BaseModel):
    title: str
    added_at: Moment


class PermitFile(BaseModel):
    name: str = Field(
        description=_("`decision` 决定文书、`procedure-…` 和 `extension` 告知书、`paper-…` 补充文书")
    )
    label: str
    download_url: str = Field(description=_("用接口密钥下载"))


class Permit(BaseModel):
    number: str
    type: str
    name: str
    department: str
    status: PermitStatus
    reason: str = Field(description=_("为什么需要办理"))
    needs_decision: bool = Field(description=_("false：只需备案"))
    filed_by: Filer
    is_own: bool = Field(description=_("本工单等待这项手续；false：受托为其他工单申报"))
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
    papers: list[FurtherPaper] = Field(description=_("决定以后补充的文书"))
    files: list[PermitFile] = Field(description=_("可以下载的文书"))
    sections: list[str]
