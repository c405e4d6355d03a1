"""How an applicant begins a new form from a case that has ended."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.services import begin_again
from applications.services.again import AGAIN
from ningshe_portal.pages.drafts import own_draft
from ningshe_portal.pages.verbs import Verb


def fill_in(request, draft):
    """The form, which belongs to this browser from now on."""
    own_draft(request, draft)
    return reverse("apply:form", args=[draft.token])


VERBS = {
    "again": Verb(
        title=_("重新申请"),
        hint=_("新的申请会带入原来填写的内容和已上传的材料，您核对、修改后再提交。"),
        button=_("开始填写"),
        fits=lambda application: application.status in AGAIN,
        run=begin_again,
        done=_("已带入原申请的内容，请核对后提交。"),
        lead_on=fill_in,
    ),
}
