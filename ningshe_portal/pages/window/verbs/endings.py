"""How a case ends before it is done."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.pages.case_forms import WITHDRAWABLE, WithdrawForm, withdraw_chosen
from ningshe_portal.pages.verbs import Verb


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
        done=_("已登记撤回。"),
    ),
}
