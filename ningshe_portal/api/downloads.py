"""The files a work order lists, for the provider's own system: its own orders only, while it may see them."""

from typing import Annotated

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from applications.drawing import read_paper
from applications.models import Revealed
from applications.services import reveal
from applications.uploads import CONTENT_TYPES
from approvals.files import find_file
from approvals.models import Entrustment, Permit
from ningshe_portal.desk.views import send_file
from ningshe_portal.pages.materials import hand_out

from .document import files_of
from .facts import papers_of, technical_files
from .fetching import NUMBER, get_order
from .verbs import actor_of

PDF = "application/pdf"

router = Router()


@router.get(
    "/orders/{number}/materials/{sha256}",
    summary=_("下载申请材料"),
    description=_(
        "工单的 `materials` 列出的文件，`sha256` 用那里的值。工单结束后返回 404。每次下载留有记录，申请人可以看到。"
    ),
    openapi_extra=files_of(CONTENT_TYPES),
)
def download_material(request, number: str, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]):
    order = get_order(request, number)
    answer = hand_out(technical_files(order), sha256)
    note_opened(request, order, Revealed.MATERIAL)
    return answer


@router.get(
    "/orders/{number}/papers/{paper}",
    summary=_("下载文书"),
    description=_(
        "工单的 `papers` 列出的 PDF，`paper` 用那里的 `name`。申请表在工单结束后返回 404。"
        "每次下载留有记录，申请人可以看到。"
    ),
    openapi_extra=files_of([PDF]),
)
def download_paper(request, number: str, paper: Annotated[str, Path(pattern="^[a-z]{1,20}-[0-9]{1,6}$")]):
    order = get_order(request, number)
    kind, _dash, serial = paper.partition("-")
    found = get_object_or_404(papers_of(order).select_related("application"), kind=kind, serial=serial)
    note_opened(request, order, Revealed.PAPER)
    return HttpResponse(read_paper(found), PDF)


@router.get(
    "/orders/{number}/permits/{permit}/files/{file}",
    summary=_("下载审批文书"),
    description=_("手续的 `files` 列出的文件，`file` 用那里的 `name`。每次下载留有记录，申请人可以看到。"),
    openapi_extra=files_of(CONTENT_TYPES),
)
def download_permit_file(
    request, number: str, permit: str, file: Annotated[str, Path(pattern="^[a-z]{1,20}(-[0-9]{1,12})?$")]
):
    order = get_order(request, number)
    if not NUMBER.fullmatch(permit):
        raise Http404
    found = get_object_or_404(Permit.objects.seen_from(order), number=permit)
    return hand_out_stored(request, order, find_file(found, file))


@router.get(
    "/orders/{number}/mandate",
    summary=_("下载签署的审批委托书"),
    description=_(
        "`filing.scan_url` 有地址的才有：受托的是本单位，申请人签在纸上。工单结束后返回 404。"
        "每次下载留有记录，申请人可以看到。"
    ),
    openapi_extra=files_of(CONTENT_TYPES),
)
def download_mandate(request, number: str):
    order = get_order(request, number)
    found = get_object_or_404(Entrustment.objects.scanned().seen_from(order))
    return hand_out_stored(request, order, found.scan)


def hand_out_stored(request, order, stored):
    if not stored:
        raise Http404
    answer = send_file(stored)
    note_opened(request, order, Revealed.PAPER)
    return answer


def note_opened(request, order, what):
    reveal(order.application, what, by=actor_of(request, order), side=str(order.provider))
