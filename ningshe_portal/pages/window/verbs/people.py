"""Who stands behind a case: its contact, its agent, the clerk who looks after it."""

from django.utils.translation import gettext_lazy as _

from applications.models import Status
from applications.services import amend_application
from ningshe_portal.pages.verbs import Verb

from ..forms import AmendForm

AMENDABLE = (Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED)


def amend_form(application, *data, **options):
    return AmendForm(*data, instance=application, **options)


VERBS = {
    "amend": Verb(
        title=_("变更联系信息"),
        button=_("保存变更"),
        permission="applications.submit_application",
        fits=lambda application: application.status in AMENDABLE,
        make_form=amend_form,
        run=amend_application,
        done=_("联系信息已变更；原查询码已失效，请重新打印回执交申请人。"),
    ),
}
