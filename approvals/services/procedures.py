"""What stops or prolongs the term of a permit, each with the written notice to the applicant."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications.telling import tell_applicant
from common import clock
from common.status import WrongStatus
from common.workdays import add_workdays
from district.services import load_calendar

from ..models import Permit, PermitExtension, PermitSpan, Procedure
from .deciding import BadDecision
from .filing import take
from .settling import date_permit, settle_case
from .telling import tell_of_change

MOST_EXTRA_DAYS = 10  # 行政许可法 42
MOST_EXPECTED_DAYS = 250


@transaction.atomic
def begin_procedure(permit, *, procedure, expected_days, notice_number, by, text="", file=""):
    """A hearing, test, appraisal or expert review begins: its days do not count (行政许可法 45).

    The applicant is told in writing how long it takes. Raises ``WrongStatus`` and ``BadDecision``.
    """
    permit = take(permit)
    _check_open(permit)
    if not 1 <= expected_days <= MOST_EXPECTED_DAYS:
        raise BadDecision(_("预计需要的工作日应在 1 至 %d 之间。") % MOST_EXPECTED_DAYS)
    expected_until = add_workdays(clock.today(), expected_days, load_calendar())
    try:
        with transaction.atomic():
            span = PermitSpan.objects.create(
                permit=permit,
                procedure=procedure,
                expected_days=expected_days,
                expected_until=expected_until,
                notice_number=_said(notice_number),
                text=text,
                file=file,
                starts_at=clock.now(),
                actor_name=str(by),
            )
    except IntegrityError:
        raise WrongStatus(_("%s正在进行特别程序。") % permit.title) from None
    label = Procedure(procedure).label
    _follow(permit, "permit.procedure_begun", text=f"{permit.title} {label}", by=by)
    facts = {"permit": permit.title, "procedure": label, "until": expected_until.isoformat()}
    tell_applicant(permit.application, "permit.procedure_begun", key=str(span.pk), **facts)
    return span


@transaction.atomic
def end_procedure(permit, *, by):
    """The limit runs again from now on. Raises ``WrongStatus``."""
    permit = take(permit)
    if not permit.spans.running().update(ends_at=clock.now()):
        raise WrongStatus(_("%s没有进行中的特别程序。") % permit.title)
    _follow(permit, "permit.procedure_ended", text=permit.title, by=by)


@transaction.atomic
def extend_permit(permit, *, days, approved_by, notice_number, by, approved_on=None, text="", file=""):
    """Prolong the term once, by ten working days at most, with the approval of the head of the department.

    行政许可法 42: the applicant is told why; ``approved_on`` (None: today), by the written notice, lies within the
    legal term. A promised day that was missed by then stays missed. Raises ``WrongStatus`` and ``BadDecision``.
    """
    permit = take(permit)
    _check_open(permit)
    if not 1 <= days <= MOST_EXTRA_DAYS:
        raise BadDecision(_("经批准最多延长 %d 个工作日。") % MOST_EXTRA_DAYS)
    if not approved_by.strip() or not text.strip():
        raise BadDecision(_("请写明批准人和延长的理由。"))
    if PermitExtension.objects.filter(permit=permit).exists():
        raise WrongStatus(_("%s已延长过一次，不能再延长。") % permit.title)
    approved_on = approved_on or clock.today()
    _check_approval(permit, approved_on)
    extension = PermitExtension.objects.create(
        permit=permit,
        days=days,
        approved_on=approved_on,
        approved_by=approved_by.strip(),
        notice_number=_said(notice_number),
        text=text.strip(),
        file=file,
        actor_name=str(by),
    )
    _follow(permit, "permit.extended", text=f"{permit.title} {text.strip()}", by=by)
    tell_applicant(
        permit.application, "permit.extended", key=str(extension.pk), permit=permit.title, days=days
    )
    return extension


def _check_open(permit):
    if not permit.is_with_authority:
        raise WrongStatus(_("%s：还没有申报或已经有决定。") % permit.title)


def _check_approval(permit, approved_on):
    if not clock.local_date(permit.filed_at) <= approved_on <= clock.today():
        raise BadDecision(_("批准日期应在申报之日至今天之间。"))
    if permit.legal_due_on and permit.legal_due_on < approved_on:
        raise BadDecision(_("法定期限已于 %s 届满，不能再延长。") % permit.legal_due_on.isoformat())


def _said(notice_number):
    if not notice_number.strip():
        raise BadDecision(_("请填写书面告知书的文号。"))
    return notice_number.strip()


def _follow(permit, verb, *, text, by):
    date_permit(Permit.objects.prefetch_related("spans").get(pk=permit.pk))
    permit.application.record(verb, by=by, text=text, permit=permit.number)
    settle_case(permit.application, by=by)
    tell_of_change(permit.application)
