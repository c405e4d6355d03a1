"""What can be done with a permit at its desk, and by whom: its department, who files it, the office."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from approvals import forms
from approvals.models import Filer, PermitStatus
from approvals.services import (
    accept_permit,
    add_permit_paper,
    begin_procedure,
    choose_way_out,
    decide_permit,
    end_procedure,
    extend_permit,
    file_permits,
    is_blocked,
    note_number,
    refile_permit,
    refile_permits,
)
from utilities.models import WorkOrder

from .dig_verbs import once

DECIDES, FILES = "approvals.decide_permit", "approvals.file_permit"


@dataclass(frozen=True)
class PermitVerb:
    """``rights``: whoever has one of these towards the permit; ``fits``: whether it is possible now.

    ``goes_on``: what comes next is done from the page of the order. ``is_seldom``: nobody waits for it.
    """

    title: str
    rights: tuple
    fits: Callable
    form: type
    run: Callable
    done: str
    goes_on: bool = False
    is_seldom: bool = False


def rights_of(user, permit):
    """What the user may do with this permit: decide for its department, file for the applicant, the office both."""
    held = {right for right in (DECIDES, FILES) if user.has_perm(right)}
    if user.has_perm("applications.view_every_application"):
        return held
    is_officer = permit.department.members.filter(pk=user.pk).exists()
    return held & (({DECIDES} if is_officer else set()) | ({FILES} if is_filer(user, permit) else set()))


def is_filer(user, permit):
    """Of the staff of the entrusted provider, for what it files."""
    entrustment = permit.application.entrustments.living().first()
    if entrustment is None or permit.filed_by != Filer.PROVIDER:
        return False
    return entrustment.provider.members.filter(user=user).exists()


def is_open(permit):
    return permit.is_with_authority


def is_stopped(permit):
    return permit.is_with_authority and any(span.ends_at is None for span in permit.spans.all())


def may_be_stopped(permit):
    return permit.is_with_authority and not is_stopped(permit)


def may_be_extended(permit):
    return permit.is_with_authority and not permit.extra_days


def is_in_the_way(permit):
    return permit.status == PermitStatus.PLANNED and permit.protected_until is not None


PERMIT_VERBS = {
    "way-out": PermitVerb(
        _("选定保护期内道路的处理办法"),
        (FILES,),
        is_in_the_way,
        forms.WayOutForm,
        choose_way_out,
        _("已登记处理办法。"),
    ),
    "accept": PermitVerb(
        _("受理"),
        (DECIDES,),
        lambda permit: permit.status == PermitStatus.FILED,
        forms.AcceptForm,
        accept_permit,
        _("已登记受理。"),
    ),
    "decide": PermitVerb(
        _("登记审批决定"),
        (DECIDES, FILES),
        is_open,
        forms.DecideForm,
        decide_permit,
        _("已登记决定，并告知申请人和相关专营单位。"),
    ),
    "refile": PermitVerb(
        _("重新申报"),
        (FILES,),
        lambda permit: permit.status == PermitStatus.REFUSED,
        forms.RefileOneForm,
        refile_permit,
        _("已列为待申报，请补正材料后统一申报。"),
        goes_on=True,
    ),
    "end-procedure": PermitVerb(
        _("特别程序结束"),
        (DECIDES,),
        is_stopped,
        forms.PlainForm,
        end_procedure,
        _("特别程序已结束，时限继续计算。"),
    ),
    "paper": PermitVerb(
        _("补充文书"),
        (DECIDES, FILES),
        lambda permit: permit.is_decided,
        forms.PaperForm,
        add_permit_paper,
        _("已补充，与原有文书列在一起。"),
        is_seldom=True,
    ),
    "number": PermitVerb(
        _("填写受理编号"), (FILES,), is_open, forms.NumberForm, note_number, _("受理编号已登记。")
    ),
    "procedure": PermitVerb(
        _("启动特别程序"),
        (DECIDES,),
        may_be_stopped,
        forms.ProcedureForm,
        begin_procedure,
        _("已登记特别程序，期间不计时限，并告知申请人。"),
    ),
    "extend": PermitVerb(
        _("延长审批期限"),
        (DECIDES,),
        may_be_extended,
        forms.ExtendForm,
        extend_permit,
        _("已登记延长，并告知申请人理由。"),
    ),
}


def list_verbs(user, permit):
    """The word and the verb of what this user can do with the permit now."""
    held = rights_of(user, permit)
    return [
        (name, verb) for name, verb in PERMIT_VERBS.items() if held & set(verb.rights) and verb.fits(permit)
    ]


def may_have_fitted(verb, permit):
    """Whether there can have been a form for it: of what was never filed its department says nothing."""
    return permit.filed_at is not None or DECIDES not in verb.rights


def filing_order(user, permit):
    """The order from whose page this user files the permit, None for who files nothing."""
    mandates = permit.application.entrustments.living()
    orders = WorkOrder.objects.living().filter(request__application=permit.application)
    orders = orders.filter(provider__in=mandates.values("provider"), provider__members__user=user)
    return orders.order_by("pk").first()


def fileable(order):
    """What the provider of this order may file now for the whole case."""
    planned = order.application.permits.planned().filter(filed_by=Filer.PROVIDER)
    planned = planned.select_related("type", "department")
    return [permit for permit in planned.order_by("pk") if not is_blocked(permit)]


def refused(order):
    """What the provider of this order was refused for the whole case and has to file anew."""
    rows = order.application.permits.refused().filter(filed_by=Filer.PROVIDER)
    return list(rows.select_related("type", "department", "application").order_by("pk"))


def is_entrusted(order):
    """The mandate is signed; read once for all buttons of a page."""
    mandates = order.application.entrustments.filter(status="signed", provider=order.provider_id)
    return order.is_living and once(order, "mandate", mandates.exists)


def may_file(order, milestone):
    return is_entrusted(order) and bool(once(order, "fileable", lambda: fileable(order)))


def may_refile(order, milestone):
    return is_entrusted(order) and bool(once(order, "refused", lambda: refused(order)))


def next_of_permits(order, milestone):
    """What was refused comes first: the rest waits for nobody."""
    ways = {"refile-permits": may_refile, "file-permits": may_file}
    return next((name for name, fits in ways.items() if fits(order, milestone)), "")


# title, permission, fits, form, verb, what is said afterwards: a row of the order desk
FILING_VERBS = {
    "refile-permits": (
        _("重新申报未获批准的手续"),
        FILES,
        may_refile,
        lambda order, milestone, user, *data: forms.RefileForm(*data, permits=refused(order)),
        lambda order, milestone, *, permits, by: refile_permits(permits, by=by),
        _("已列为待申报，请补正材料后统一申报。"),
    ),
    "file-permits": (
        _("统一申报审批手续"),
        FILES,
        may_file,
        lambda order, milestone, user, *data: forms.FilingForm(*data, permits=fileable(order)),
        lambda order, milestone, **said: file_permits(order.application, provider=order.provider, **said),
        _("已申报，各项手续的进度见“审批手续”。"),
    ),
}
