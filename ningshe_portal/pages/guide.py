"""What the guide lists: the papers, the limits with their sources, and who serves."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.catalogue import SERVICES, Need
from applications.material_rules import ARE_CONFIRMED, BOTH, LABELS, ORDER, RULES
from applications.models import ApplicantKind
from milestones.stages import Stage
from ningshe_portal.pages.deadlines import count_text
from utilities.models import Provider


@dataclass(frozen=True)
class LimitLine:
    """One limit in words."""

    stage: str
    holds_for: str
    days: str
    source: str
    is_confirmed: bool


@dataclass(frozen=True)
class RuleLine:
    """One rule about a paper in words."""

    label: str
    holds_for: str
    services: str
    need: Need
    note: str
    is_confirmed: bool


def rule_table():
    """Which papers are needed, in the order of the form's list; those not needed at all come with the others."""
    return [
        RuleLine(
            label=LABELS[rule.kind],
            holds_for=_whose(rule),
            services="、".join(str(SERVICES[code].label) for code in rule.services) or _("各事项"),
            need=rule.need,
            note=rule.note,
            is_confirmed=ARE_CONFIRMED,
        )
        for rule in sorted(RULES, key=lambda rule: ORDER[rule.kind])
    ]


def _whose(rule):
    """单位，有统一社会信用代码."""
    applicants = _("单位、个人") if rule.applicants == BOTH else ApplicantKind(rule.applicants[0]).label
    return "，".join(filter(None, [str(applicants), str(rule.case.label)]))


def limit_table(limits):
    """The limits in the order of the stages; of several valid ones in a row the latest."""
    latest = {}
    for row in sorted(limits, key=lambda row: row.valid_from):
        latest[row.stage, row.service, row.variant, row.has_outside_works] = row
    order = list(Stage)
    return [_line(row) for row in sorted(latest.values(), key=lambda row: (order.index(row.stage), row.pk))]


def _line(row):
    return LimitLine(
        stage=row.get_stage_display(),
        holds_for=_holds_for(row),
        days=count_text(row.days, row.unit),
        source=row.source,
        is_confirmed=row.is_confirmed,
    )


def _holds_for(row):
    """用电（低压，有外线工程）."""
    service = row.get_service_display() if row.service else _("全部事项")
    outside = {True: _("有外线工程"), False: _("无外线工程"), None: ""}[row.has_outside_works]
    detail = "，".join(filter(None, [row.get_variant_display() if row.variant else "", outside]))
    return _("%(service)s（%(detail)s）") % {"service": service, "detail": detail} if detail else str(service)


def providers_by_service():
    """Who serves, by service in the order of the form."""
    active = list(Provider.objects.active())
    return [
        (entry.label, [provider for provider in active if provider.service == code])
        for code, entry in SERVICES.items()
        if any(provider.service == code for provider in active)
    ]
