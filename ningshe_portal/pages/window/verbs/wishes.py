"""Joint steps chosen anew at the counter."""

from django.utils.translation import gettext_lazy as _

from applications.services import change_wishes
from ningshe_portal.pages.verbs import Verb
from ningshe_portal.pages.wishes import can_choose, wishes_form

VERBS = {
    "wishes": Verb(
        title=_("变更联办意愿"),
        button=_("保存变更"),
        hint=_("按申请人的意思勾选；保存后打印新的确认书请其签字，扫描后用“收取材料”上传。"),
        permission="applications.submit_application",
        fits=can_choose,
        make_form=wishes_form,
        run=change_wishes,
        done=_("已变更并通知承办单位，请打印新的确认书请申请人签字。"),
    ),
}
