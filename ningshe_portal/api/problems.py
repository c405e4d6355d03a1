"""What goes wrong, as problem+json (RFC 9457): one row for each kind, in words for an engineer of a provider."""

import json
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """``code`` ends the ``type``; ``detail`` is said where the occasion has no sentence of its own."""

    code: str
    status: int
    title: str
    detail: str = ""

    @property
    def type(self):
        return f"urn:ningshe:problem:{self.code}"


BAD_REQUEST = Kind("bad-request", 400, _("请求无法解析"), _("请求格式不正确，请对照接口文档检查。"))
NO_KEY = Kind(
    "unauthorized",
    401,
    _("密钥无效"),
    _("请在 Authorization 请求头中提供有效的接口密钥：Bearer nh_…。密钥由系统管理员发放。"),
)
FORBIDDEN = Kind("forbidden", 403, _("无权访问"), _("没有访问的权限。"))
NOT_FOUND = Kind("not-found", 404, _("没有找到"), _("没有这个地址，或本单位没有这个工单。"))
BAD_METHOD = Kind("method-not-allowed", 405, _("不支持的方法"), _("该地址不支持这个请求方法。"))
WRONG_STATUS = Kind("wrong-status", 409, _("当前状态不允许"))
TOO_LARGE = Kind("too-large", 413, _("请求过大"), _("请求内容超过上限。"))
BAD_MEDIA = Kind("unsupported-media-type", 415, _("内容类型不支持"))
INVALID = Kind("invalid", 422, _("内容有误"))
KEY_REUSED = Kind(
    "idempotency-key-reused",
    422,
    _("Idempotency-Key 重复使用"),
    _("这个 Idempotency-Key 已用于另一个内容不同的请求，新的请求请换一个新的值。"),
)
BROKEN = Kind(
    "server-error", 500, _("系统内部错误"), _("处理请求时出错，请稍后以同一个 Idempotency-Key 重试。")
)
BUSY = Kind("busy", 503, _("系统繁忙"), _("系统繁忙，请稍后以同一个 Idempotency-Key 重试。"))

# What Django or a middleware answered by itself.
BY_STATUS = {kind.status: kind for kind in (BAD_REQUEST, FORBIDDEN, NOT_FOUND, BAD_METHOD, TOO_LARGE, BROKEN)}


def problem(request, kind, detail="", *, errors=None, headers=None):
    """The answer to a call that could not be done."""
    said = {
        "type": kind.type,
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(detail or kind.detail),
        "instance": request.path,
    }
    if errors:
        said["errors"] = errors
    return HttpResponse(
        json.dumps(said, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE, headers=headers
    )
