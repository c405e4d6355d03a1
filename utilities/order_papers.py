"""The papers of an order: files its provider brings, and those it asks the applicant for."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import ask_through_window, lock
from common.status import WrongStatus
from district.services import when_office_opens

from .models import OrderFile, OrderStatus
from .push import tell_clerk

MOST_FILES = 100
# As-built drawings often come after supply is on.
TAKES_FILES = {OrderStatus.PENDING, OrderStatus.OPEN, OrderStatus.CONNECTED}


@transaction.atomic
def add_files(order, files, *, by):
    """Attach files that are kept already: ``name``, ``path``, ``sha256``, ``content_type``, ``size`` of each.

    Raises ``WrongStatus``.
    """
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    if order.status not in TAKES_FILES:
        raise WrongStatus(_("%s：该工单已结束。") % order)
    if order.files.count() + len(files) > MOST_FILES:
        raise WrongStatus(_("每个工单最多保存 %d 个文件。") % MOST_FILES)
    rows = [OrderFile.objects.create(order=order, **file) for file in files]
    names = "、".join(row.name for row in rows)
    order.application.record(
        "order.files_added", by=by, request=order.request, text=names, files=[row.pk for row in rows]
    )
    return rows


@transaction.atomic
def ask_for_paper(order, *, paper, detail, by, kind=""):
    """Ask the applicant for a missing paper through the window, whose clerk is told; the notice it stands in.

    Once: ``ask_through_window`` says what may be asked for again. Raises ``ToldOnce``, ``WrongStatus``.
    """
    application = lock(order.application)
    order.refresh_from_db(fields=["status"])
    if not order.is_living:
        raise WrongStatus(_("%s：该工单已结束。") % order)
    request = order.request
    request.application = application
    correction, is_new = ask_through_window(
        request, order=order.number, asked_by=str(order.provider), paper=paper, detail=detail, kind=kind
    )
    if is_new:
        _tell_window(order, application, paper, detail, by=by)
    return correction


def _tell_window(order, application, paper, detail, *, by):
    text = f"{paper}（{detail}）" if detail else paper
    event = application.record(
        "order.paper_asked", by=by, request=order.request, text=text, order=order.number, paper=paper
    )
    tell_clerk(
        application,
        kind="order.paper_asked",
        key=f"paper_asked:{event.pk}",
        text=_("%(provider)s请申请人补交材料（%(number)s）：%(text)s，请核对后转告申请人 %(name)s。")
        % {
            "provider": order.provider,
            "number": application.number,
            "text": text,
            "name": application.contact_name,
        },
        not_before=when_office_opens(),
    )
