"""The fees of an order, listed as they were agreed and paid; the portal takes no money."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import PaperKind
from applications.papers import issue_paper, void_papers
from applications.services import drop_calls, lock
from applications.telling import tell_applicant
from common import clock
from common.clock import local_date
from common.status import WrongStatus
from common.twice import said_just_now
from milestones.services import BadReport
from utilities.push import tell_office

from ..models import Fee, Payer
from ..paper_content import fees_content, yuan


@transaction.atomic
def agree_fee(order, *, by, **facts):
    """Put one fee on the list; what the applicant pays he is told, and the office where it lies outside his plot.

    ``facts``: fields of ``Fee``; the same pressed twice is one fee. Raises ``WrongStatus`` before there is a part
    of the plan, and ``BadReport``.
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
    if (facts.get("agreed_on") or clock.today()) < local_date(application.accepted_at):
        raise BadReport(_("商定日期不能早于受理日期。"))
    if twin := said_just_now(Fee.objects.of_order(order), "recorded_at", **facts):
        return twin
    fee = Fee.objects.create(part=part, recorded_at=clock.now(), **facts)
    _change_list(application, order, fee, "fee.agreed", by=by)
    _tell_payer(application, order, fee, "fee.agreed")
    if fee.is_outside_red_line:
        _tell_office(application, order, fee)
    return fee


@transaction.atomic
def pay_fee(order, fee, *, paid_on, by, invoice=""):
    """Note that a fee was paid, once. Raises ``WrongStatus`` and ``BadReport``."""
    application = lock(order.request.application)
    if paid_on > clock.today():
        raise BadReport(_("缴纳日期不能晚于今天。"))
    if paid_on < local_date(application.accepted_at):
        raise BadReport(_("缴纳日期不能早于受理日期。"))
    if fee.agreed_on and paid_on < fee.agreed_on:
        agreed = fee.agreed_on.isoformat()
        raise BadReport(_("缴纳日期不能早于商定日期 %s；商定日期有误的，请删除后重新登记。") % agreed)
    if (
        not Fee.objects.of_order(order)
        .filter(pk=fee.pk, paid_on=None)
        .update(paid_on=paid_on, invoice=invoice)
    ):
        raise WrongStatus(_("该费用已登记缴纳，或已删除。"))
    fee.refresh_from_db()
    _change_list(application, order, fee, "fee.paid", by=by)
    return fee


@transaction.atomic
def drop_fee(order, fee, *, by, reason):
    """Take a fee nobody has paid off the list; who was to pay it is told. Raises ``WrongStatus``."""
    application = lock(order.request.application)
    if not Fee.objects.of_order(order).filter(pk=fee.pk, paid_on=None).delete()[0]:
        raise WrongStatus(_("该费用已登记缴纳，或已删除。"))
    _change_list(application, order, fee, "fee.dropped", by=by, reason=reason)
    drop_calls(application, ["fee.agreed"], note=_("该费用已取消"), about=fee.pk)
    _tell_payer(application, order, fee, "fee.dropped")


@transaction.atomic
def issue_fee_list(application, *, by):
    """The list as it stands, as a paper: 费用汇总单（非缴款凭证）; the one in hand where it says the same.

    Raises ``WrongStatus`` where there is no fee.
    """
    application = lock(application)
    if not Fee.objects.of_application(application).exists():
        raise WrongStatus(_("还没有登记费用。"))
    now = clock.now()
    content = fees_content(application, at=now)
    last = application.papers.valid().filter(kind=PaperKind.FEES).last()
    if last and last.content | {"issued_on": content["issued_on"]} == content:
        return last
    void_papers(application, PaperKind.FEES, at=now)
    paper = issue_paper(application, PaperKind.FEES, content, at=now)
    application.record("fee.listed", by=by, at=now)
    return paper


def in_words(fee):
    facts = {"kind": fee.get_kind_display(), "yuan": yuan(fee.amount), "payee": fee.payee}
    return _("%(kind)s %(yuan)s 元，收款单位：%(payee)s") % facts


def _change_list(application, order, fee, verb, *, by, reason=""):
    """The list printed before no longer is the list."""
    text = "；".join(filter(None, [in_words(fee), reason]))
    void_papers(application, PaperKind.FEES, at=clock.now())
    application.record(verb, by=by, request=order.request, text=text, order=order.number)


def _tell_payer(application, order, fee, kind):
    if fee.payer != Payer.APPLICANT:
        return
    tell_applicant(
        application,
        kind,
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
