"""How the applicant is reached, and what he wants to be told later."""

from django.utils.translation import gettext_lazy as _

from applications.services import record_contact_attempt, wait_for_network
from applications.services.reaching import REACHABLE
from ningshe_portal.pages.case_forms import lacks_network, wait_form
from ningshe_portal.pages.verbs import Verb, plain

from ..forms import AttemptForm

VERBS = {
    "contact": Verb(
        title=_("登记联系情况"),
        button=_("登记"),
        permission="applications.submit_application",
        fits=lambda application: application.status in REACHABLE,
        make_form=plain(AttemptForm),
        run=record_contact_attempt,
        done=_("已登记本次联系情况。"),
    ),
    "network": Verb(
        title=_("管网通达告知"),
        button=_("保存"),
        hint=_("勾选申请人希望在管网通达时得到告知的事项；取消勾选即不再告知。"),
        permission="applications.submit_application",
        fits=lacks_network,
        make_form=wait_form,
        run=wait_for_network,
        done=_("已登记管网通达告知。"),
    ),
}
