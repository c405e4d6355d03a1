"""Several carriers side by side, and one of them chosen: in the case file and at the window."""

from dataclasses import dataclass

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import RequestStatus, Status
from applications.services import choosable, choose_carrier
from milestones.models import Report
from utilities.models import WorkOrder

from .verbs import Verb, VerbForm

CHOOSE = "choose-carrier"
FEWEST = 2  # among fewer there is nothing to choose


@dataclass(frozen=True)
class Offer:
    """One carrier: who has it in hand, how far, and what was said so far."""

    request: object
    order: object | None
    said: tuple[str, ...]

    @property
    def carrier(self):
        return str(self.request.entry.carrier(self.request.carrier).label)

    @property
    def provider(self):
        return str(self.order.provider) if self.order else _("等待分派承办单位")

    @property
    def state(self):
        if self.order is None:
            return ""
        who = f"{self.order.handler_name} {self.order.handler_phone}".strip()
        return f"{self.order.get_status_display()} {who}".strip()

    @property
    def line(self):
        """As one choice of the form: who it is, and under that what is known of it."""
        facts = [fact for fact in (self.state, *self.said) if fact] or [_("尚无答复")]
        told = format_html_join("", "<br>{}", ((fact,) for fact in facts))
        return format_html("<strong>{}</strong> {}{}", self.carrier, self.provider, told)


def list_offers(application):
    """The carriers among which one may be chosen; none where there is no choice."""
    requests = choosable(application)
    if not requests:
        return []
    orders = WorkOrder.objects.filter(request__in=requests).living().select_related("provider")
    return _build_offers(requests, {order.request_id: order for order in orders})


def load_carriers(board):
    """For the case file, from what its board has read; a provider is not shown the others."""
    if board.viewer.is_provider or board.application.status != Status.ACCEPTED:
        return None
    rows = [row for row in board.rows if row.request.carrier and row.request.status == RequestStatus.OPEN]
    if len(rows) < FEWEST:
        return None
    orders = {row.request.pk: row.order for row in rows if row.order and row.order.is_living}
    facts = {"number": board.application.number, "may_choose": board.viewer.is_applicant}
    return facts | {"offers": _build_offers([row.request for row in rows], orders)}


def _build_offers(requests, orders):
    said = _said(orders.values())
    return [Offer(request, orders.get(request.pk), tuple(said.get(request.pk, ()))) for request in requests]


def _said(orders):
    """What each has reported, in words, by request."""
    said = {}
    reports = Report.objects.filter(milestone__order__in=orders).select_related("milestone__order__request")
    for report in reports:
        milestone = report.milestone
        head = f"{milestone.get_stage_display()}{report.get_outcome_display()}"
        text = _("%(head)s，%(note)s") % {"head": head, "note": report.note} if report.note else head
        said.setdefault(milestone.order.request_id, []).append(text)
    return said


class ChooseForm(VerbForm):
    carrier = forms.ChoiceField(
        label=gettext_lazy("选用哪一家"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一家运营商。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = {offer.request.carrier: offer for offer in list_offers(application)}
        self.fields["carrier"].choices = [(code, offer.line) for code, offer in self.offers.items()]

    def clean_carrier(self):
        """The request to go on with."""
        return self.offers[self.cleaned_data["carrier"]].request


def choose_verb(*, permission=""):
    """The same for the applicant and for the window."""
    return Verb(
        title=gettext_lazy("选用一家运营商"),
        button=gettext_lazy("确认选用"),
        hint=gettext_lazy("选定后，其他运营商停止办理，不能恢复；需要时可以重新申请。"),
        permission=permission,
        fits=lambda application: bool(choosable(application)),
        make_form=lambda application, *data, **options: ChooseForm(*data, application=application, **options),
        run=lambda application, *, carrier, by: choose_carrier(carrier, by=by),
        done=gettext_lazy("已选用，其他运营商会收到停止办理的通知。"),
    )
