"""What was applied for, in the shape of the paper form: rows of label and value, boxes ticked or not."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common import clock
from common.codes import mask_id

from .. import catalogue
from ..amounts import asked_text, assessed_text, total_text
from ..models import WISHES, ApplicantKind


@dataclass(frozen=True)
class Box:
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Cell:
    """A label with what stands behind it: a text, or boxes of which some are ticked."""

    label: str
    text: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Block:
    """A heading with rows of one or two cells below it."""

    title: str
    rows: list[list[Cell]] = field(default_factory=list)


def form_rows(application, requests=None):
    """The blocks of the paper form. ``requests``: those not saved yet, else the saved ones."""
    requests = list(application.requests.all() if requests is None else requests)
    by_service = {}
    for request in requests:
        by_service.setdefault(request.service, []).append(request)
    sections = [
        _service_block(catalogue.SERVICES[code], by_service[code])
        for code in catalogue.SERVICES
        if code in by_service
    ]
    return [_head(application, by_service), *sections, *_sheet(application)]


def receipt_rows(application):
    """What was noted when the paper was taken in, as one block; nothing for a form handed in online."""
    if application.received_at is None:
        return []
    received_at = application.received_at.astimezone(clock.LOCAL)
    rows = [
        [
            Cell(_("收件时间"), f"{received_at:%Y-%m-%d %H:%M}"),
            Cell(_("表上日期"), _day(application.form_date)),
        ]
    ]
    if application.entered_at is None:
        services = tuple(
            Box(entry.label, code in application.asked_services) for code, entry in catalogue.SERVICES.items()
        )
        rows = [
            [Cell(_("申请人"), application.applicant_name), Cell(_("联系电话"), application.contact_phone)],
            [Cell(_("报装事项"), boxes=services)],
            *rows,
        ]
    if application.late_entry_reason:
        receipt = application.papers.emergency().first()
        rows.append(
            [
                Cell(_("应急回执"), receipt.content["number"] if receipt else ""),
                Cell(_("补录原因"), application.late_entry_reason),
            ]
        )
    return [Block(_("收件登记"), rows)]


def _day(day):
    return day.isoformat() if day else ""


def boxes(options, ticked):
    return tuple(Box(option.label, option.code in ticked) for option in options)


def _head(application, by_service):
    services = tuple(Box(entry.title, code in by_service) for code, entry in catalogue.SERVICES.items())
    return Block(
        "",
        [
            [Cell(_applicant_label(application), application.applicant_name), _identity(application)],
            [Cell(_("申请地址"), application.full_address)],
            [Cell(_("预约踏勘时间"), _survey_wish(application))],
            [Cell(_("联系人"), application.contact_name), Cell(_("联系电话"), application.contact_phone)],
            [Cell(_("项目代码"), application.project_code)],
            [Cell(_("联合报装事项"), boxes=services)],
        ],
    )


def _applicant_label(application):
    is_person = application.applicant_kind == ApplicantKind.INDIVIDUAL
    return _("申请人") if is_person else _("申请单位")


def _identity(application):
    if application.applicant_kind == ApplicantKind.INDIVIDUAL:
        number = mask_id(application.id_number)
        return Cell(_("证件"), f"{application.get_id_type_display()} {number}".strip() if number else "")
    missing = application.no_code_reason and _("暂无（%s）") % application.no_code_reason
    return Cell(_("信用代码"), application.credit_code or missing)


def _survey_wish(application):
    if not application.survey_on:
        return ""
    return f"{application.survey_on:%Y-%m-%d} {application.get_survey_half_display()}".strip()


def _service_block(entry, requests):
    first = requests[0]
    rows = [[Cell(entry.business_label, boxes=boxes(entry.businesses, [first.business]))]]
    rows.append([Cell(entry.demand_label, asked_text(first))])
    rows += _found_rows(requests)
    if entry.purposes:
        rows.append([Cell(entry.purposes_label, boxes=boxes(entry.purposes, first.purposes))])
    if entry.carriers:
        rows.append([Cell(_("选择运营商"), boxes=boxes(entry.carriers, [row.carrier for row in requests]))])
    rows += [
        [Cell(extra.label, answer_text(extra, first.extras[extra.code]))]
        for extra in entry.extras
        if extra.code in first.extras
    ]
    if total := total_text(first, first.assessed_demand):
        rows.append([Cell(_("增容后合计"), total)])
    return Block(entry.title, rows)


def _found_rows(requests):
    """What the survey assessed; of a network each carrier assesses for itself."""
    return [
        [Cell(_("核定用量") if len(requests) == 1 else _("核定用量（%s）") % row.label, assessed_text(row))]
        for row in requests
        if row.assessed_demand
    ]


def answer_text(extra, value):
    """The answer to an optional question in words."""
    if extra.kind == "choice":
        return str(next((option.label for option in extra.options if option.code == value), value))
    return _("是") if value is True else str(value)


def _sheet(application):
    """What the paper form lacks: wishes, consent, agent, supplementary facts."""
    wishes = tuple(
        Box(application._meta.get_field(name).verbose_name, getattr(application, name)) for name in WISHES
    )
    agent = [application.agent_name, application.agent_phone, application.agent_capacity]
    facts = [
        [Cell(extra.label, answer_text(extra, application.extras[extra.code]))]
        for extra in catalogue.GENERAL_EXTRAS
        if extra.code in application.extras
    ]
    if any(agent):
        facts.insert(0, [Cell(_("代理人"), " ".join(filter(None, agent)))])
    sheet = [Block(_("自主选择"), [[Cell(_("联合办理"), boxes=wishes)]])]
    return [*sheet, Block(_("补充信息"), facts)] if facts else sheet
