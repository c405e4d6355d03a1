"""How an applicant begins a new form from a case that has ended."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Status
from applications.services import begin_again
from applications.services.again import AGAIN
from ningshe_portal.pages.drafts import own_draft
from ningshe_portal.pages.verbs import Verb


def fill_in(request, draft):
    """The form, which belongs to this browser from now on."""
    own_draft(request, draft)
    return reverse("apply:form", args=[draft.token])


# A case under way or done: what was forgotten, or is wanted now, is a case of its own beside it.
MAY_ADD = {Status.ACCEPTED, Status.FINISHED}


def begin_beside(application, *, by):
    return begin_again(application, by=by, with_services=False)


VERBS = {
    "add": Verb(
        title=_("追加事项"),
        hint=_("为同一地点再申请水、电、气、网中的其他事项：新的申请会带入您的信息，并与本办件关联。"),
        button=_("开始填写"),
        fits=lambda application: application.status in MAY_ADD,
        run=begin_beside,
        done=_("已带入您的信息，请勾选要追加的事项。"),
        lead_on=fill_in,
        needs_phone=True,
    ),
    "again": Verb(
        title=_("重新申请"),
        hint=_("新的申请会带入原来填写的内容和已上传的材料，您核对、修改后再提交。"),
        button=_("开始填写"),
        fits=lambda application: application.status in AGAIN,
        run=begin_again,
        done=_("已带入原申请的内容，请核对后提交。"),
        lead_on=fill_in,
        needs_phone=True,
    ),
}
