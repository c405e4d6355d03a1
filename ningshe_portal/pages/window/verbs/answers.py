"""What a clerk answers to a form: accepted, to be corrected, refused."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.roles import RoleName
from applications.models import Status
from applications.services import accept_application, refuse_application, return_application
from common import clock
from ningshe_portal.pages.verbs import Verb, plain
from works.protected import protected_at

from ..forms import AcceptForm, RefuseForm, ReturnForm

ANSWERABLE = (Status.RECEIVED, Status.SUBMITTED)


def is_answerable(application):
    return application.status in ANSWERABLE


def return_for_correction(application, *, items, by):
    """What is missing, in one notice; only the office may add to an earlier one."""
    return_application(application, items=items, by=by, may_add=by.has_role(RoleName.OFFICE))


def list_protected(application):
    return protected_at(application.town_id, application.address, clock.today())


def accept_form(application, *data, **options):
    return AcceptForm(*data, protected=list_protected(application), **options)


@transaction.atomic
def accept(application, *, by, tells_of_protection=False):
    """Accept the case; that the applicant was told of a protected road is on record."""
    accept_application(application, by=by)
    if tells_of_protection:
        roads = "；".join(str(one) for one in list_protected(application))
        application.record("application.protection_told", by=by, text=roads)


VERBS = {
    "accept": Verb(
        title=_("受理"),
        button=_("受理"),
        permission="applications.accept_application",
        fits=lambda application: application.status == Status.SUBMITTED,
        make_form=accept_form,
        run=accept,
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
