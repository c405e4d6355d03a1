"""A new form begun from an earlier case: what was answered once is not asked again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.status import WrongStatus

from ..models import FULFILLED, Application, Channel, Material, ServiceRequest, Status
from .record import lock

AGAIN = {Status.REFUSED, Status.WITHDRAWN, Status.TERMINATED}
BESIDE = {Status.ACCEPTED, Status.FINISHED} | AGAIN
# Not the wished day of the survey, which has passed, and not the consent, which is given for each form anew.
ANSWERS = (
    "applicant_kind",
    "applicant_name",
    "credit_code",
    "no_code_reason",
    "id_type",
    "id_number",
    "address",
    "town",
    "contact_name",
    "contact_phone",
    "agent_name",
    "agent_phone",
    "agent_capacity",
    "project_code",
    "extras",
    "entrusts_permits",
    "wants_joint_survey",
    "wants_joint_works",
    "wants_joint_acceptance",
    "wants_joint_connection",
)
REQUEST_ANSWERS = (
    "service",
    "carrier",
    "business",
    "demand",
    "is_unknown",
    "purposes",
    "users",
    "extras",
)
FILE_FACTS = ("kind", "name", "path", "sha256", "content_type", "size")
OF_THE_FORMER_FORM = {"signed_form", "signed_consent"}


@transaction.atomic
def begin_again(application, *, by, with_services=True):
    """A draft with what an earlier case said, linked to it; without its services for something else there.

    The window's where ``by`` is staff, else the applicant's own. Begun twice it is one draft, as long as the
    people of the case are the same: who was replaced may still hold the first. Raises ``WrongStatus``.
    """
    application = lock(application)
    if application.status not in (AGAIN if with_services else BESIDE):
        raise WrongStatus(_("%s：该办件尚未结束，不能据此重新申请。") % application)
    channel = Channel.WINDOW if isinstance(by, User) else Channel.ONLINE
    return _draft_begun(application, channel) or _begin(
        application, channel, by=by, with_services=with_services
    )


def _draft_begun(application, channel):
    same = {name: getattr(application, name) for name in ("contact_phone", "agent_phone")}
    return Application.objects.drafts().filter(linked_to=application, channel=channel, **same).last()


def _begin(application, channel, *, by, with_services):
    draft = Application.objects.create(
        channel=channel,
        clerk=by if channel == Channel.WINDOW else None,
        linked_to=application,
        saved_at=clock.now(),
        **{name: getattr(application, name) for name in ANSWERS},
    )
    if with_services:
        _take_over_requests(application, draft)
    _take_over_files(application, draft)
    draft.record("application.begun_again", by=by, text=application.number)
    return draft


def _take_over_requests(application, draft):
    """But for what is on already, and those another carrier was chosen over."""
    ServiceRequest.objects.bulk_create(
        ServiceRequest(application=draft, **{name: getattr(request, name) for name in REQUEST_ANSWERS})
        for request in application.requests.exclude(status__in=FULFILLED)
    )


def _take_over_files(application, draft):
    """The content is kept once, under its hash; each case has rows of its own."""
    Material.objects.bulk_create(
        Material(application=draft, **{name: getattr(material, name) for name in FILE_FACTS})
        for material in application.materials.with_file().exclude(kind__in=OF_THE_FORMER_FORM)
    )
