"""How a case ends before it is done: the applicant takes it back, or the office ends it."""

from django.utils.translation import gettext_lazy as _

from applications.services import terminate_application
from applications.termination import TERMINABLE
from ningshe_portal.pages.case_forms import WITHDRAWABLE, WithdrawForm, withdraw_chosen
from ningshe_portal.pages.verbs import Verb, plain

from ..forms import TerminateForm


def withdraw_form(application, *data, **options):
    return WithdrawForm(*data, application=application, **options)


VERBS = {
    "withdraw": Verb(
        title=_("登记撤回"),
        button=_("确认撤回"),
        permission="applications.withdraw_application",
        fits=lambda application: application.status in WITHDRAWABLE,
        make_form=withdraw_form,
        run=withdraw_chosen,
        done=_("已登记撤回，请打印撤回确认书交申请人签收。"),
    ),
    "terminate": Verb(
        title=_("终止办理"),
        button=_("确认终止并告知"),
        hint=_("逾期未补正，或自最近一次联系上以来有 3 个不同日期未联系上的，可以终止。申请人可以重新申请。"),
        permission="applications.terminate_application",
        fits=lambda application: application.status in TERMINABLE,
        make_form=plain(TerminateForm),
        run=terminate_application,
        done=_("已终止办理并告知申请人，请打印告知书送达。"),
    ),
}
