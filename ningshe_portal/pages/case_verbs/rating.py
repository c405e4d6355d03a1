"""How an applicant, proved by his phone, rates from his case file, also after the link has expired."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.pages.rating_forms import RateForm
from ningshe_portal.pages.verbs import Verb
from oversight.models import RatingChannel
from oversight.services import may_be_rated, rate_case


def rate_form(application, *data, **options):
    return RateForm(*data, application=application, **options)


def rate(application, **said):
    rate_case(application, channel=RatingChannel.CASE_FILE, **said)


VERBS = {
    "rate": Verb(
        title=_("评价这次服务"),
        hint=_("评价自愿，每个办件一次。不满意的，区政务服务办会给您回电话并督促整改。"),
        button=_("提交评价"),
        fits=may_be_rated,
        make_form=rate_form,
        run=rate,
        done=_("谢谢您的评价。有不满意的，区政务服务办会给您回电话，结果会短信告诉您。"),
        needs_phone=True,  # who handed out the receipt has read its 查询码, and may be the one who is rated
    ),
}
