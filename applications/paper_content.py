"""What stands on each paper, as plain JSON: made once, when the verb happens, and never again from the rows.
Papers are in Chinese only, whatever language the page was in."""

from datetime import datetime
from functools import wraps

from django.conf import settings
from django.utils import translation

from common import clock
from common.clock import local_date
from common.codes import is_mobile, mask_id, mask_phone
from common.workdays import add_workdays
from district.services import load_calendar

from .amounts import asked_text, assessed_text, plain, total_text
from .catalogue import GENERAL_EXTRAS, MATERIAL_KINDS, SERVICES
from .emergency_numbers import number_of
from .models import Status
from .needs import needs_of
from .paper_words import day_parts, written_amount, written_day, written_moment
from .services import SILENT_WORKDAYS
from .termination import list_vain_days

WISHES = (
    ("entrusts_permits", "委托专营单位代为申报相关行政审批"),
    ("wants_joint_survey", "联合踏勘：各专营单位一次上门"),
    ("wants_joint_works", "联合施工：同路径一次开挖、一次回填"),
    ("wants_joint_acceptance", "联合验收：协商时间后一次上门检测、试压"),
    ("wants_joint_connection", "一次接通：各项业务同日接通"),
)


def in_chinese(make):
    """Labels of the catalogue follow the reader's language; a paper does not."""

    @wraps(make)
    def made(*args, **kwargs):
        with translation.override("zh-hans"):
            return make(*args, **kwargs)

    return made


@in_chinese
def heading(application, *, at, by=None, requests=None):
    """What every notice says: the case, the applicant in full, whom to ask. ``requests``: by default all."""
    requests = application.requests.all() if requests is None else requests
    clerk = by if getattr(by, "pk", None) else application.clerk
    return {
        "number": application.number,
        "applicant": application.applicant_name,
        "code": _identity(application),
        "address": application.full_address,
        "contact_name": application.contact_name,
        "contact_phone": application.contact_phone,
        "agent_name": application.agent_name,
        "matters": _matters(application, requests),
        "clerk": str(clerk or ""),
        "phone": settings.OFFICE_PHONE or getattr(clerk, "phone", ""),
        "issued_on": day_parts(local_date(at)),
    }


@in_chinese
def intake_content(application, *, by):
    """What was taken in, and until when it is answered; ``by``: who hands the receipt out."""
    calendar = load_calendar()
    received_at = application.received_at or application.submitted_at
    until = add_workdays(local_date(received_at), SILENT_WORKDAYS, calendar)
    return heading(application, at=clock.now(), by=by) | {
        "received_at": written_moment(received_at),
        "is_entered": application.entered_at is not None,
        "until": written_day(until),
        "is_estimated": calendar.is_estimated(until),
        "silent_workdays": SILENT_WORKDAYS,
        "query_code_version": application.query_code_version,
    }


@in_chinese
def blank_form():
    """The combined form with nothing on it, to be filled in by hand."""
    return {"number": "", "sections": [_section(entry, []) for entry in SERVICES.values()]}


@in_chinese
def emergency_content(serial):
    """A receipt printed ahead: who, when and what are written on it by hand."""
    return {
        "number": number_of(serial),
        "phone": settings.OFFICE_PHONE or "12345",
        "services": [str(entry.label) for entry in SERVICES.values()],
    }


@in_chinese
def form_content(application):
    """The combined form, cell by cell, and the supplementary page where it was filled."""
    requests = list(application.requests.all())
    return {
        "number": application.number,
        "applicant": application.applicant_name,
        "date": day_parts(
            application.form_date or local_date(application.received_at or application.submitted_at)
        ),
        "code": _identity(application),
        "address": application.full_address,
        "survey": day_parts(application.survey_on),
        "survey_half": application.get_survey_half_display(),
        "contact_name": application.contact_name,
        "contact_phone": application.contact_phone,
        "project_code": application.project_code,
        "sections": [
            _section(entry, [request for request in requests if request.service == entry.code])
            for entry in SERVICES.values()
        ],
        "extras": _extras(application, requests),
    }


@in_chinese
def consent_content(application, *, at):
    """To whom the applicant lets his data go (个人信息保护法 23), and which joint steps he chose.

    ``at``: when the choices became these; the consent keeps the moment it was given.
    """
    agreed_at = datetime.fromisoformat(application.consent["at"]) if application.consent.get("at") else at
    return _sheet(application, at=at) | {
        "agreed_at": written_moment(agreed_at) if application.consents_sharing else "",
        "changed_at": written_moment(at) if at > agreed_at else "",
        "wishes": [{"label": label, "is_wanted": getattr(application, name)} for name, label in WISHES],
    }


@in_chinese
def unsigned_consent_content(application, requests, *, at, by):
    """The sheet before the form is handed in: what was not ticked is left to the pen of who signs."""
    return _sheet(application, at=at, by=by, requests=requests) | {
        "agreed_at": "",
        "changed_at": "",
        "wishes": [
            {"label": label, "is_wanted": getattr(application, name) or None} for name, label in WISHES
        ],
    }


def _sheet(application, **facts):
    return heading(application, **facts) | {
        "receivers": list(application.consent.get("receivers", [])),
        "is_online": application.channel == "online",
        "agent_phone": application.agent_phone,
        "agent_capacity": application.agent_capacity,
        "is_called": bool(application.contact_phone) and not is_mobile(application.contact_phone),
    }


@in_chinese
def agent_content(application, *, at):
    """Who empowers whom, as what, for which matters and until when; signed by both."""
    return heading(application, at=at) | {
        "agent_phone": application.agent_phone,
        "agent_capacity": application.agent_capacity,
        "until": written_day(application.agent_until) if application.agent_until else "",
        "is_person": application.applicant_kind == "individual",
    }


@in_chinese
def correction_content(application, correction, *, by):
    """Everything that is missing, in one go, and until when it may be brought."""
    return heading(application, at=correction.told_at, by=by) | {
        "items": list(correction.items),
        "due_on": written_day(correction.due_on),
        "is_estimated": correction.is_estimated,
    }


@in_chinese
def request_content(application, correction, *, by):
    """What one provider lacks, told by the window for it."""
    return correction_content(application, correction, by=by) | {
        "matters": heading(application, at=correction.told_at, requests=[correction.request])["matters"],
        "asked_by": correction.asked_by,
    }


@in_chinese
def promise_content(application, material, *, by):
    """Which paper is still to come, until when, and what follows if it does not (容缺受理)."""
    rules = [need.requirement for need in needs_of(application) if need.requirement.kind == material.kind]
    at = material.promise_extended_at or material.promised_at
    return heading(application, at=at, by=by) | {
        "label": str(material.get_kind_display()),
        "notes": [str(note) for rule in rules for note in rule.notes],
        "until": written_day(material.promised_until),
        "is_extended": bool(material.promise_extended_at),
    }


@in_chinese
def refusal_content(application, *, reason, by):
    power = application.requests.filter(service="power").exists()
    return heading(application, at=application.ended_at, by=by) | {"reason": reason, "has_power": power}


@in_chinese
def withdrawal_content(application, *, reason, by):
    return _end_heading(application, by=by) | {"reason": reason, "is_part": _is_rest(application)}


@in_chinese
def part_withdrawal_content(request, *, reason, by):
    """One service of several; whether the others go on is said."""
    others = request.application.requests.open().exclude(pk=request.pk)
    return heading(request.application, at=request.ended_at, by=by, requests=[request]) | {
        "reason": reason,
        "is_part": True,
        "has_others": others.exists(),
    }


@in_chinese
def termination_content(application, *, reason, by):
    """Why the case was ended, with the dates it rests on."""
    correction = application.corrections.of_intake().unanswered().last()
    on = local_date(application.ended_at)
    has_expired = correction is not None and application.accepted_at is None and correction.due_on < on
    power = application.requests.filter(service="power").exists()
    return _end_heading(application, by=by) | {
        "reason": reason,
        "due_on": written_day(correction.due_on) if has_expired else "",
        "items": list(correction.items) if has_expired else [],
        "vain_days": [written_day(day) for day in list_vain_days(application)],
        "has_power": power,
        "is_rest": _is_rest(application),
    }


def _is_rest(application):
    """Some of it is connected; the others ended with the case."""
    return application.status == Status.FINISHED


def _end_heading(application, *, by):
    """Only what ended with the case, not what had ended before it."""
    ended = application.requests.filter(ended_at=application.ended_at)
    return heading(application, at=application.ended_at, by=by, requests=list(ended))


@in_chinese
def unavailable_content(request, *, facts, text, by):
    """Why there is nothing to connect to yet, and what the applicant can do meanwhile.

    Its provider reads it for good, and a phone in full only while it has the order in hand.
    """
    application = request.application
    others = application.requests.open().exclude(pk=request.pk)
    return heading(application, at=request.ended_at, by=by, requests=[request]) | {
        "contact_phone": mask_phone(application.contact_phone),
        "has_others": others.exists(),
        "reason": "；".join(part for part in (facts.get("reason"), facts.get("detail")) if part) or text,
        "alternative": facts.get("alternative", ""),
        "has_power": request.service == "power",
    }


@in_chinese
def material_lines(application):
    """The materials in hand with their number, as a receipt lists them; the form and its sheet come first."""
    brought = list(application.materials.in_hand())
    lines = ["联动报装信息表 1 份", "告知同意与办理意愿确认书 1 份"]
    counted = ((kind, [row for row in brought if row.kind == kind.code]) for kind in MATERIAL_KINDS)
    return lines + [_material_line(kind, rows) for kind, rows in counted if rows]


def _material_line(kind, rows):
    """Copies as the clerk counted them, a file as one; which originals the window keeps is said beside it."""
    originals = sum(row.copies or 1 for row in rows if row.is_held and row.medium == "original")
    kept = f"（其中原件 {originals} 份由窗口保管）" if originals else ""
    return f"{kind.label} {sum(row.copies or 1 for row in rows)} 份{kept}"


def _identity(application):
    """The code of an organisation or why it has none; of a person the masked number of the document."""
    if application.credit_code:
        return application.credit_code
    if application.no_code_reason:
        return f"暂无（{application.no_code_reason}）"
    if application.id_number:
        return f"{application.get_id_type_display()} {mask_id(application.id_number)}"
    return ""


def _matters(application, requests):
    """Of a paper not typed in yet only the services are known."""
    asked = [_matter(request) for request in requests]
    return asked or [str(SERVICES[code].label) for code in application.asked_services]


def _matter(request):
    """用水：新开户，10 吨/日（核定 12 吨/日）"""
    business, assessed = request.entry.business(request.business), assessed_text(request)
    amount = asked_text(request) + (f"（核定 {assessed}）" if assessed else "")
    return f"{request.label}：" + "，".join(
        part for part in (str(business.label if business else ""), amount) if part
    )


def _section(entry, requests):
    """One service's part of the form; of a network asked of several carriers all say the same."""
    first = requests[0] if requests else None
    return {
        "service": entry.code,
        "label": str(entry.label),
        "is_ticked": bool(requests),
        "is_unknown": bool(first and first.is_unknown),
        "business_label": str(entry.business_label),
        "business": _boxes(entry.businesses, [first.business] if first else []),
        "demand_label": str(entry.demand_label),
        "demand": written_amount(first.demand) if first else "",
        "unit": str(entry.unit),
        "purposes_label": str(entry.purposes_label),
        "purposes": _boxes(entry.purposes, first.purposes if first else []),
        "users": first.users if first else None,
        "carriers": _boxes(entry.carriers, [request.carrier for request in requests]),
    }


def _boxes(options, ticked):
    return [{"label": str(option.label), "is_ticked": option.code in ticked} for option in options]


def _extras(application, requests):
    """The answers of the supplementary page by heading; questions left open are not printed."""
    groups = [("总体情况", _agent(application) + _answers(GENERAL_EXTRAS, application.extras))]
    of_service = {request.service: request for request in reversed(requests)}  # all carriers say the same
    groups += [
        (str(entry.title), _supplements(of_service[code]))
        for code, entry in SERVICES.items()
        if code in of_service
    ]
    return [{"title": title, "lines": lines} for title, lines in groups if lines]


def _agent(application):
    names = ("agent_name", "agent_phone", "agent_capacity")
    told = " ".join(filter(None, (getattr(application, name) for name in names)))
    return [["代理人", told]] if told else []


def _supplements(request):
    total = total_text(request, request.assessed_demand)
    return _answers(request.entry.extras, request.extras) + ([["增容后合计", total]] if total else [])


def _answers(questions, answers):
    given = ((question, answers.get(question.code)) for question in questions)
    return [
        [str(question.label), _answer(question, value)]
        for question, value in given
        if value not in (None, "") and value is not False
    ]


def _answer(question, value):
    if question.kind == "yes":
        return "是"
    if question.kind == "number":
        return plain(value)
    chosen = next((option for option in question.options if option.code == value), None)
    return str(chosen.label if chosen else value)
