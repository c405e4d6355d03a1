"""A new form from a case that has ended, typed by nobody a second time."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.services import begin_again
from applications.services.again import AGAIN
from ningshe_portal.pages.case_verbs.again import MAY_ADD, begin_beside
from ningshe_portal.pages.verbs import Verb


def go_on_typing(request, draft):
    return f"{reverse('window:new')}?{urlencode({'draft': draft.token})}"


VERBS = {
    "add": Verb(
        title=_("追加事项"),
        button=_("带入申请人信息并录入"),
        hint=_("为同一地点再申请其他事项，提交后成为与本办件关联的新办件。"),
        permission="applications.submit_application",
        fits=lambda application: application.status in MAY_ADD,
        run=begin_beside,
        done=_("已带入申请人信息，请勾选要追加的事项。"),
        lead_on=go_on_typing,
    ),
    "again": Verb(
        title=_("重新申请"),
        button=_("带入原内容并录入"),
        hint=_("带入原申请的内容和已上传的材料，核对、修改后提交为新的办件。"),
        permission="applications.submit_application",
        fits=lambda application: application.status in AGAIN,
        run=begin_again,
        done=_("已带入原申请的内容，请与申请人核对。"),
        lead_on=go_on_typing,
    ),
}
