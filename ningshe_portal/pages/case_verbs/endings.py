"""How an applicant stops a case, or one of its services."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.pages.case_forms import WITHDRAWABLE, WithdrawForm, withdraw_chosen
from ningshe_portal.pages.verbs import Verb

VERBS = {
    "withdraw": Verb(
        title=_("撤回申请"),
        hint=_("撤回后，承办单位会停止办理；需要时可以重新申请。"),
        button=_("确认撤回"),
        fits=lambda application: application.status in WITHDRAWABLE,
        make_form=lambda application, *data: WithdrawForm(*data, application=application),
        run=withdraw_chosen,
        done=_("已为您撤回，相关单位会收到通知。"),
    ),
}
