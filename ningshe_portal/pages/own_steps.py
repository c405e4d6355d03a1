"""What has become of a case, as its applicant may read it: one row of the table for each kind of thing kept.

People who work on it are named by their provider only; what he could not read in his case file is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import LOCAL
from inspections.models import Attendance, Visit
from oversight.models import Duty
from works.models import Fee, PlanPart

from .access import complaints_for, ratings_for
from .case_permits import permits_for
from .plans import PartView


@dataclass(frozen=True)
class Kind:
    """``read``: the rows of a case for its viewer; ``fields``: names, with a dot those of what a row belongs to,
    or pairs of a label and how its text is made."""

    title: str
    read: Callable
    fields: tuple

    def rows(self, application, viewer):
        told = [_tell(row, self.fields) for row in self.read(application, viewer)]
        return [{str(label): text for label, text in row if text} for row in told]


def list_steps(application, viewer):
    """By title, each row as pairs of label and text; what nobody has done yet is left out."""
    found = {str(kind.title): kind.rows(application, viewer) for kind in KINDS}
    return {title: rows for title, rows in found.items() if rows}


def _tell(row, fields):
    return [_tell_field(row, name) if isinstance(name, str) else (name[0], name[1](row)) for name in fields]


def _tell_field(row, path):
    *owners, name = path.split(".")
    for owner in owners:
        row = getattr(row, owner)
    field = row._meta.get_field(name)
    value = getattr(row, f"get_{name}_display")() if field.choices else getattr(row, name)
    return field.verbose_name, _text(value)


def _text(value):
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case datetime():
            return f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case list():
            return "；".join(map(str, value))
    return str(value)


def _visits(application, viewer):
    return Visit.objects.filter(application=application).select_related("counter_by__provider")


def _findings(application, viewer):
    rows = Attendance.objects.found().filter(visit__application=application)
    return rows.select_related("visit", "order__provider", "order__request")


def _parts(application, viewer):
    rows = PlanPart.objects.of_application(application).shown_to_applicant().for_reading()
    return rows.select_related("plan")


def _fees(application, viewer):
    rows = Fee.objects.of_application(application).filter(part__in=_parts(application, viewer))
    return rows.select_related("part__order__request", "part__order__provider")


def _permits(application, viewer):
    return permits_for(viewer, application).select_related("type", "department").order_by("pk")


def _entrustments(application, viewer):
    return application.entrustments.select_related("provider")


def _complaints(application, viewer):
    return complaints_for(viewer, application).select_related("request").order_by("pk")


def _rectifications(application, viewer):
    rows = Duty.objects.rectifications().filter(rating__in=ratings_for(viewer, application))
    return rows.select_related("rating__provider").prefetch_related("steps").order_by("pk")


def _service(row):
    return row.request.label if row.request else ""


def _service_of_order(row):
    return row.order.request.label


def _other_day(visit):
    if visit.counter_by is None or visit.counter_on is None:
        return ""
    return f"{visit.counter_by.provider} {visit.counter_on} {visit.get_counter_half_display()}"


def _planned_days(part):
    return "；".join(f"{label} {days}" for label, days in PartView(part).days)


def _ways(part):
    return "；".join(map(str, part.routes.all()))


SERVICE = gettext_lazy("报装事项")
OF_ORDER = ("order.provider", (SERVICE, _service_of_order))
KINDS = (
    Kind(
        gettext_lazy("上门安排"),
        _visits,
        (
            *("kind", "is_joint", "status", "on", "half", "asked_by", "proposed_at"),
            (gettext_lazy("另提的时间"), _other_day),
            *("counter_answer", "wished_on", "wished_half", "confirmed_at", "fixed_at", "ended_at"),
        ),
    ),
    Kind(
        gettext_lazy("上门结果"),
        _findings,
        (
            *("visit.kind", "visit.on", *OF_ORDER, "result", "has_outside_works", "method"),
            *("assessed_demand", "missing", "to_mend", "unsigned"),
        ),
    ),
    Kind(
        gettext_lazy("接入方案"),
        _parts,
        (
            *(*OF_ORDER, "version", "status", "text"),
            (gettext_lazy("路由"), _ways),
            (gettext_lazy("计划日期"), _planned_days),
            *("provider_cost", "applicant_cost", "public_cost", "boundary", "safety", "days"),
            *("confirmed_at", "return_reason"),
        ),
    ),
    Kind(
        gettext_lazy("费用"),
        _fees,
        (
            *("part.order.provider", (SERVICE, lambda fee: _service_of_order(fee.part))),
            *("kind", "amount", "payee", "payer", "basis", "agreed_on", "paid_on", "invoice"),
        ),
    ),
    Kind(
        gettext_lazy("审批手续"),
        _permits,
        (
            *("number", "type", "department", "reason", "filed_by", "status", "external_number", "filed_at"),
            *("due_on", "decided_at", "decision_number", "conditions", "refusal_reason", "valid_until"),
        ),
    ),
    Kind(
        gettext_lazy("审批委托"),
        _entrustments,
        ("provider", "status", "created_at", "signed_on", "ended_at"),
    ),
    Kind(
        gettext_lazy("催办和投诉"),
        _complaints,
        (
            *("kind", "number", (SERVICE, _service), "status", "text", "filed_at", "due_on"),
            *("answer", "answered_at"),
        ),
    ),
    Kind(
        gettext_lazy("差评整改"),
        _rectifications,
        (
            *("rating", "number", "status", "opened_at", "due_on"),
            (gettext_lazy("回访时间"), lambda duty: _text(duty.called_back_at)),
            *("reply", "closed_at"),
        ),
    ),
)
