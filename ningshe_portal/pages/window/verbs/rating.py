"""What an applicant at the counter thinks, typed for him by a clerk; he is told by SMS that it was."""

from django.utils.translation import gettext_lazy as _

from applications.querysets import OVER
from ningshe_portal.pages.case_verbs.rating import rate_form
from ningshe_portal.pages.verbs import Verb
from oversight.models import RatingChannel
from oversight.services import AlreadyRated, rate_case


def is_over(application):
    """Rated or not: a button that goes away would tell a clerk what the history hides from him."""
    return application.status in OVER


def enter_rating(application, **said):
    try:
        rate_case(application, channel=RatingChannel.WINDOW, **said)
    except AlreadyRated as refusal:
        raise AlreadyRated(_("每个办件只评价一次，这次不再登记。")) from refusal


VERBS = {
    "rate": Verb(
        title=_("登记申请人的评价"),
        hint=_("按申请人的原话登记；记录登记人，并短信告知申请人。督办人员可以看到由谁登记。"),
        button=_("登记评价"),
        permission="oversight.enter_rating",
        fits=is_over,
        make_form=rate_form,
        run=enter_rating,
        done=_("已登记评价，并短信告知申请人。"),
    ),
}
