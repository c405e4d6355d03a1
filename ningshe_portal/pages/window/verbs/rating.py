"""What an applicant at the counter thinks, typed for him by a clerk; he is told by SMS that it was."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.pages.case_verbs.rating import rate_form
from ningshe_portal.pages.verbs import Verb
from oversight.models import RatingChannel
from oversight.services import may_be_rated, rate_case


def enter_rating(application, **said):
    rate_case(application, channel=RatingChannel.WINDOW, **said)


VERBS = {
    "rate": Verb(
        title=_("登记申请人的评价"),
        hint=_("按申请人的原话登记；记录登记人，并短信告知申请人。督办人员可以看到由谁登记。"),
        button=_("登记评价"),
        permission="oversight.enter_rating",
        fits=may_be_rated,
        make_form=rate_form,
        run=enter_rating,
        done=_("已登记评价，并短信告知申请人。"),
    ),
}
