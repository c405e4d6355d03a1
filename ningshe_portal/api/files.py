"""Photos and papers a provider's system brings for its order."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import File, Router, Status
from ninja.files import UploadedFile

from utilities.order_papers import add_files

from . import outputs
from .calls import MULTIPART, takes
from .fetching import get_order
from .validation import fault
from .verbs import actor_of

FIELD = "files"
KEPT = ("name", "path", "sha256", "content_type", "size")
MOST_AT_ONCE = 20

router = Router()
router.add_decorator(takes(MULTIPART), mode="view")


@router.post(
    "/orders/{number}/files",
    response={201: outputs.Files},
    summary=_("上传文件"),
    description=_(
        "表单字段名为 `files`，可有多个；接收 PDF、JPG、PNG、OFD、DWG，每个不超过 20 MB。\n\n"
        "图片会重新生成，去掉拍摄位置等信息。应答中的 id 可用于环节上报的 photos 和暂停的 evidence。"
        "同一 Idempotency-Key 的两次请求，各部分的名称和内容的 SHA-256 相同即视为相同。"
    ),
)
def upload_files(request, number: str, files: File[list[UploadedFile]]):
    order = get_order(request, number)
    parts = [part for part in request.parts if part.field == FIELD and part.name]
    if len(parts) > MOST_AT_ONCE:
        raise fault("file", FIELD, gettext("一次最多上传 %d 个文件。") % MOST_AT_ONCE)
    for part in parts:
        if part.fault:
            raise fault("file", FIELD, f"{part.name}：{part.fault}")
    kept = [{name: getattr(part, name) for name in KEPT} for part in parts]
    rows = add_files(order, kept, by=actor_of(request, order))
    return Status(201, {"files": [_facts(row) for row in rows]})


def _facts(row):
    """What is told of a file; where it lies is nobody's business."""
    return {name: getattr(row, name) for name in ("id", "name", "sha256", "content_type", "size", "added_at")}
