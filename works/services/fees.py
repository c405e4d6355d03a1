"""The fees of an order, listed as they were agreed and paid; the portal takes no money."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import PaperKind
from applications.papers import issue_paper, void_papers
from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.status import WrongStatus
from milestones.services import BadReport
from utilities.push import tell_office

from ..models import Fee, Payer
from ..paper_content import fees_content, yuan


@transaction.atomic
def agree_fee(order, *, by, **facts):
    """Put one fee on the list; what the applicant pays he is told, and the office where it lies outside his plot.

    ``facts``: fields of ``Fee``. Raises ``WrongStatus`` before there is a part of the plan, and ``BadReport``.
    """
    application = lock(order.request.application)
    order.refresh_from_db(fields=["status"])
    part = order.plan_parts.present().order_by("version").last()
    if part is None or not order.is_living:
        raise WrongStatus(_("请先提交方案，再登记费用。"))
    if not facts.get("basis", "").strip():
        raise BadReport(_("请写明收费依据。"))
    if not facts["amount"] > 0:  # of what costs nothing nobody is told that he has to pay
        raise BadReport(_("金额须大于 0；不收费的不用登记。"))
    if (facts.get("agreed_on") or clock.today()) > clock.today():
        raise BadReport(_("商定日期不能晚于今天。"))
    fee = Fee.objects.create(part=part, **facts)
    application.record("fee.agreed", by=by, request=order.request, text=in_words(fee), order=order.number)
    if fee.payer == Payer.APPLICANT:
        _tell_applicant(application, order, fee)
    if fee.is_outside_red_line:
        _tell_office(application, order, fee)
    return fee


@transaction.atomic
def pay_fee(order, fee, *, paid_on, by, invoice=""):
    """Note that a fee was paid, once. Raises ``WrongStatus`` and ``BadReport``."""
    lock(order.request.application)
    if paid_on > clock.today():
        raise BadReport(_("缴纳日期不能晚于今天。"))
    if (
        not Fee.objects.of_order(order)
        .filter(pk=fee.pk, paid_on=None)
        .update(paid_on=paid_on, invoice=invoice)
    ):
        raise WrongStatus(_("该费用已登记缴纳，或已删除。"))
    fee.refresh_from_db()
    order.request.application.record(
        "fee.paid", by=by, request=order.request, text=in_words(fee), order=order.number
    )
    return fee


@transaction.atomic
def drop_fee(order, fee, *, by, reason):
    """Take a fee nobody has paid off the list. Raises ``WrongStatus``."""
    lock(order.request.application)
    text = f"{in_words(fee)}；{reason}"
    if not Fee.objects.of_order(order).filter(pk=fee.pk, paid_on=None).delete()[0]:
        raise WrongStatus(_("该费用已登记缴纳，或已删除。"))
    order.request.application.record(
        "fee.dropped", by=by, request=order.request, text=text, order=order.number
    )


@transaction.atomic
def issue_fee_list(application, *, by):
    """The list as it stands, as a paper: 费用汇总单（非缴款凭证）. Raises ``WrongStatus`` where there is no fee."""
    application = lock(application)
    if not Fee.objects.of_application(application).exists():
        raise WrongStatus(_("还没有登记费用。"))
    now = clock.now()
    void_papers(application, PaperKind.FEES, at=now)
    paper = issue_paper(application, PaperKind.FEES, fees_content(application, at=now), at=now)
    application.record("fee.listed", by=by, at=now)
    return paper


def in_words(fee):
    facts = {"kind": fee.get_kind_display(), "yuan": yuan(fee.amount), "payee": fee.payee}
    return _("%(kind)s %(yuan)s 元，收款单位：%(payee)s") % facts


def _tell_applicant(application, order, fee):
    tell_applicant(
        application,
        "fee.agreed",
        key=str(fee.pk),
        label=order.request.label,
        fee=fee.get_kind_display(),
        yuan=yuan(fee.amount),
        payee=fee.payee,
    )


def _tell_office(application, order, fee):
    text = _(
        "【宁河报装】%(number)s 登记了由申请人承担的红线外费用（%(fee)s），请核对依据（国办函〔2020〕129号）。"
    )
    tell_office(
        kind="fee.outside_red_line",
        key=f"fee:{fee.pk}",
        about=application.number,
        text=text % {"number": order.number, "fee": in_words(fee)},
    )
