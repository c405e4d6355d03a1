"""Who files: a provider the applicant entrusts by a signed paper, or the applicant himself."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import PaperKind
from applications.papers import issue_paper, void_papers
from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.status import Refusal, WrongStatus, move
from utilities.models import WorkOrder

from ..models import Entrustment, EntrustmentStatus, Filer
from ..paper_content import entrustment_content
from .settling import settle_case
from .telling import tell_filer


class BadEntrustment(Refusal):
    """A signature that cannot be right, or a provider that has no order in this case."""


def first_choice(application):
    """Whether a provider is to be entrusted without anybody asking again: wished in the form, nothing chosen since."""
    has_chosen = application.entrustments.exists() or application.permits.exclude(filed_at=None).exists()
    return application.entrusts_permits and not has_chosen


def who_files(application):
    """As things stand: the entrusted provider, or the applicant himself."""
    return Filer.PROVIDER if application.entrustments.living().exists() else Filer.APPLICANT


def who_may_file(application):
    """The orders with permits whose providers are still at work: only they can file for all."""
    return WorkOrder.objects.living().filter(permits__in=application.permits.current()).distinct()


@transaction.atomic
def entrust(application, provider, *, by):
    """Draw up the mandate for ``provider``; it files once the applicant has signed. An earlier mandate is void.

    Raises ``BadEntrustment``.
    """
    application = lock(application)
    if not who_may_file(application).filter(provider=provider).exists():
        raise BadEntrustment(_("%s在本办件没有需要审批的工单，不能受托。") % provider)
    present = application.entrustments.living().first()
    if present and present.provider_id == provider.pk:
        raise BadEntrustment(_("已委托%s，不用再变更。") % provider)
    now = clock.now()
    _end(application, at=now)
    to_file = application.permits.to_file()
    permits = list(to_file.select_related("type", "department"))
    content = entrustment_content(application, provider, permits, at=now)
    paper = issue_paper(application, PaperKind.ENTRUSTMENT, content, at=now)
    entrustment = Entrustment.objects.create(
        application=application, provider=provider, paper=paper, created_at=now
    )
    to_file.update(filed_by=Filer.PROVIDER)
    application.record("entrustment.drawn_up", by=by, text=str(provider))
    tell_applicant(application, "entrustment.drawn_up", key=str(entrustment.pk), provider=provider)
    settle_case(application, by=by)
    return entrustment


@transaction.atomic
def sign_entrustment(application, *, signed_on, by, scan=""):
    """The applicant has signed on paper (``scan``) or says so online. Raises ``WrongStatus``, ``BadEntrustment``."""
    application = lock(application)
    entrustment = application.entrustments.living().first()
    if entrustment is None:
        raise WrongStatus(_("本办件没有待签署的审批委托书。"))
    if not clock.local_date(entrustment.created_at) <= signed_on <= clock.today():
        raise BadEntrustment(_("签署日期应在委托书出具之日至今天之间。"))
    move(
        entrustment,
        EntrustmentStatus.SIGNED,
        signed_on=signed_on,
        signed_by=str(by),
        scan=scan,
    )
    application.record("entrustment.signed", by=by, text=str(entrustment.provider))
    settle_case(application, by=by)
    tell_filer(application, entrustment.provider)
    return entrustment


@transaction.atomic
def file_oneself(application, *, by):
    """The applicant takes what is still to be filed, or to be filed again after a refusal, into his own hands.

    His days do not count. Raises ``WrongStatus``.
    """
    application = lock(application)
    to_file = application.permits.to_file().filter(filed_by=Filer.PROVIDER)
    if not to_file.exists():
        raise WrongStatus(_("现在没有由专营单位代为申报、尚未申报或须重新申报的手续。"))
    _end(application, at=clock.now())
    to_file.update(filed_by=Filer.APPLICANT)
    application.record("permit.taken_over", by=by)
    settle_case(application, by=by)


def _end(application, *, at):
    for entrustment in application.entrustments.living():
        move(entrustment, EntrustmentStatus.REVOKED, ended_at=at)
        void_papers(application, PaperKind.ENTRUSTMENT, at=at)
