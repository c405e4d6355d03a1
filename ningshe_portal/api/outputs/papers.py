"""Notes, papers, materials and files of an order."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from applications.models import FollowUpStatus, TemporaryWish

from .fields import Moment


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


class Urge(BaseModel):
    number: str
    text: str
    filed_at: Moment
    due_on: date = Field(description=_("答复申请人的期限"))
    is_estimated: bool


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
