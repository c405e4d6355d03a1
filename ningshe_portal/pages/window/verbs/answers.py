"""What a clerk answers to a form: accepted, to be corrected, refused."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import RoleName
from applications.models import Status
from applications.services import accept_application, refuse_application, return_application
from ningshe_portal.pages.verbs import Verb, plain

from ..forms import RefuseForm, ReturnForm

ANSWERABLE = (Status.RECEIVED, Status.SUBMITTED)


def is_answerable(application):
    return application.status in ANSWERABLE


def return_for_correction(application, *, items, by):
    """What is missing, in one notice; only the office may add to an earlier one."""
    return_application(application, items=items, by=by, may_add=by.has_role(RoleName.OFFICE))


VERBS = {
    "accept": Verb(
        title=_("受理"),
        button=_("受理"),
        permission="applications.accept_application",
        fits=lambda application: application.status == Status.SUBMITTED,
        run=accept_application,
        done=_("已受理，并已通知各承办单位。"),
        is_main=True,
    ),
    "return": Verb(
        title=_("要求补正"),
        button=_("告知申请人"),
        permission="applications.return_application",
        fits=is_answerable,
        make_form=plain(ReturnForm),
        run=return_for_correction,
        done=_("已一次性告知申请人需要补正的内容。"),
    ),
    "refuse": Verb(
        title=_("不予受理"),
        button=_("作出决定"),
        permission="applications.refuse_application",
        fits=is_answerable,
        make_form=plain(RefuseForm),
        run=refuse_application,
        done=_("已作出不予受理决定，请打印通知书交申请人签收。"),
    ),
}
