"""What the applicant himself asks for at the counter about his data, once it was looked at who he is."""

from django.utils.translation import gettext_lazy as _

from applications.querysets import OVER
from applications.services import correct_data, erase_dispensable
from applications.services.people import HAS_AGENT
from ningshe_portal.pages.case_forms import withdraw_consent_from
from ningshe_portal.pages.verbs import Verb

from ..own_data_forms import CorrectForm, CounterConsentForm, CounterEraseForm
from .papers import for_case


def can_correct(application):
    return application.status in HAS_AGENT and bool(application.submitted_at) and not application.erased_at


VERBS = {
    "correct": Verb(
        title=_("更正登记的信息"),
        hint=_("更正前后的内容都会留下记录；信息表和受理通知书重新出具，承办单位会收到通知。"),
        button=_("更正"),
        permission="applications.submit_application",
        fits=can_correct,
        make_form=for_case(CorrectForm),
        run=correct_data,
        done=_("已更正，请打印新的文书交申请人。"),
    ),
    "consent": Verb(
        title=_("撤回提供信息的同意"),
        hint=_("办理中撤回同意，所选事项随即停止办理；承办单位不能再读取该办件的信息。"),
        button=_("登记撤回同意"),
        permission="applications.withdraw_application",
        fits=lambda application: bool(application.number) and application.consent_withdrawn_at is None,
        make_form=for_case(CounterConsentForm),
        run=withdraw_consent_from,
        done=_("已登记撤回同意，承办单位不能再读取该办件的信息。"),
    ),
    "erase": Verb(
        title=_("删除不必保留的个人信息"),
        hint=_("马上删除材料、证件号码、补充信息、留言；申请人、联系方式和文书依规定保留到期。不能恢复。"),
        button=_("删除"),
        permission="applications.withdraw_application",
        fits=lambda application: application.status in OVER,
        make_form=for_case(CounterEraseForm),
        run=erase_dispensable,
        done=_("可以删除的信息已删除。"),
    ),
}
