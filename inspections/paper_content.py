"""What stands on the papers of a visit, as plain JSON, frozen when the verb happens."""

import base64

from applications.amounts import with_unit
from applications.paper_content import heading, in_chinese
from applications.paper_words import written_day, written_moment
from common import clock
from common.codes import mask_phone
from common.files import full_path
from utilities.models import Regulator

from .checklists import ANSWERS, checklist_for
from .models import Result, Unsigned, VisitKind
from .preparation import LOOKED_AT, PREPARED, PRESENT

TITLES = {VisitKind.SURVEY: "踏勘安排", VisitKind.ACCEPTANCE: "验收安排", VisitKind.CONNECTION: "接通安排"}
JOINT_TITLES = TITLES | {VisitKind.ACCEPTANCE: "联合验收安排"}
MOST_PHOTOS = 6  # of one finding, on the paper
HALVES = {"morning": "上午（9:00—12:00）", "afternoon": "下午（13:30—17:00）"}


def is_together(visit, attendances):
    """Of a joint visit to which only one comes the paper speaks as of one who comes alone."""
    return visit.is_joint and len(attendances) > 1


@in_chinese
def arrangement_content(visit, attendances, *, at):
    """Who comes when, to look at what, who must be there and what to prepare."""
    requests = [one.order.request for one in attendances]
    return heading(visit.application, at=at, requests=requests) | {
        "title": (JOINT_TITLES if is_together(visit, attendances) else TITLES)[visit.kind],
        "is_joint": is_together(visit, attendances),
        "kind": str(VisitKind(visit.kind).label),
        "day": written_day(visit.on),
        "half": HALVES[visit.half],
        "is_moved": visit.moves > 0,
        "visitors": [_visitor(visit, one.order) for one in attendances],
        "present": str(PRESENT[visit.kind]),
        "prepared": [str(line) for line in PREPARED[visit.kind]],
    }


def _visitor(visit, order):
    return {
        "label": order.request.label,
        "provider": str(order.provider),
        "handler": order.handler_name,
        "phone": order.handler_phone,
        "looked_at": str(LOOKED_AT[visit.kind][order.request.service]),
    }


@in_chinese
def survey_content(visit, attendances):
    """What each provider found, and whose signature stands under it."""
    return _record(visit, attendances) | {"findings": [_survey(one) for one in attendances]}


@in_chinese
def acceptance_content(visit, attendances):
    """The result of each service; what has to be mended where it failed.

    The authorities over the trades read it for good: they need nobody's telephone.
    """
    findings = [_acceptance(one) for one in attendances]
    services = {one.order.request.service for one in attendances}
    is_passed = all(finding["is_passed"] for finding in findings)
    return _record(visit, attendances) | {
        "title": f"{'联合' if is_together(visit, attendances) else ''}验收结果（{'通过' if is_passed else '未通过'}）",
        "contact_phone": mask_phone(visit.application.contact_phone),
        "regulators": [str(one) for one in Regulator.objects.filter(service__in=services)],
        "findings": findings,
        "is_passed": is_passed,
    }


def _record(visit, attendances):
    requests = [one.order.request for one in attendances]
    return heading(visit.application, at=clock.now(), requests=requests) | {
        "is_joint": is_together(visit, attendances),
        "day": written_day(visit.on),
        "half": HALVES[visit.half][:2],
    }


def _finding(one):
    order, report = one.order, one.report
    return {
        "label": order.request.label,
        "provider": str(order.provider),
        "is_passed": one.result == Result.PASSED,
        "people": one.people or [order.handler_name],
        "at": written_moment(report.occurred_at),
        "note": report.note,
        "photos": len(report.photos),
        "pictures": report.photos[:MOST_PHOTOS],
        "more_photos": len(report.photos[MOST_PHOTOS:]),
        "signature": _picture(one.signature),
        "unsigned": str(Unsigned(one.unsigned).label) if one.unsigned else "",
    }


def _survey(one):
    outside = {True: "有", False: "无", None: "未确定"}
    return _finding(one) | {
        "outside_works": outside[one.order.has_outside_works],
        "assessed": with_unit(one.assessed_demand, one.order.request),
        "method": one.method,
        "missing": one.missing,
    }


def _acceptance(one):
    return _finding(one) | {
        "to_mend": list(one.to_mend),
        "checklist": [
            [str(item.label), str(ANSWERS.get(one.checklist.get(item.code), "—"))]
            for item in checklist_for(one.order.request)
            if one.checklist
        ],
    }


def _picture(path):
    """A signature is a few kilobytes and belongs on the paper itself, whatever becomes of the file."""
    if not path:
        return ""
    kind = "png" if path.endswith(".png") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(full_path(path).read_bytes()).decode()}"
