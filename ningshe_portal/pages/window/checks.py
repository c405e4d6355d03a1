"""What the system checked before a clerk decides. Pure: facts come in, findings come out."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import ApplicantKind
from common.codes import BadCode, check_credit_code
from common.entities import entity_kind
from common.workdays import add_workdays
from ningshe_portal.pages.deadlines import day_text
from utilities.routing import Unroutable, route

SURVEY_WORKDAYS = 2  # a provider needs a day to take the order and one to come
WHY_UNROUTED = {
    Unroutable.NO_AREA: gettext_lazy("该街镇未设定服务单位，受理后由统筹人员分派"),
    Unroutable.NO_NETWORK: gettext_lazy("该街镇暂无管网，受理后由统筹人员处理"),
    Unroutable.PROVIDER_CLOSED: gettext_lazy("服务单位暂停接单，受理后由统筹人员分派"),
}


class Verdict(StrEnum):
    GOOD = "success"
    HEED = "warning"
    BAD = "error"


@dataclass(frozen=True)
class Check:
    """One finding; ``lines`` say what exactly. The verdicts are those of the notices."""

    title: str
    verdict: Verdict
    lines: tuple[str, ...]


def check_identity(application):
    title = _("主体信息")
    if application.applicant_kind == ApplicantKind.INDIVIDUAL:
        return Check(title, Verdict.GOOD, (_("个人申请"),))
    if not application.credit_code:
        reason = application.no_code_reason or _("未说明原因")
        return Check(title, Verdict.HEED, (_("暂无信用代码：%s") % reason,))
    try:
        check_credit_code(application.credit_code)
    except BadCode as error:
        return Check(title, Verdict.BAD, (str(error),))
    lines = (_("统一社会信用代码校验通过"), entity_kind(application.credit_code))
    return Check(title, Verdict.GOOD, tuple(filter(None, lines)))


def check_duplicates(alike):
    """``alike``: living cases of the same applicant or contact at the same address."""
    title = _("重复申请")
    if not alike:
        return Check(title, Verdict.GOOD, (_("同一地址没有在办的相同申请"),))
    lines = [
        _("%(number)s %(name)s（%(status)s）")
        % {"number": case.number, "name": case.applicant_name, "status": case.get_status_display()}
        for case in alike
    ]
    return Check(title, Verdict.HEED, tuple(lines))


def check_linked(already):
    """``already``: requests of the linked case still under way for a service that is asked for again."""
    lines = [
        _("%(service)s已在关联办件 %(number)s 中办理，请核对是否重复")
        % {"service": request.label, "number": request.application.number}
        for request in already
    ]
    return Check(_("关联办件"), Verdict.HEED, tuple(lines))


def check_routes(requests, town, areas):
    """``areas``: who serves the town; ``provider`` of an area prints as its name."""
    lines, is_complete = [], True
    for request in requests:
        provider, why = route(request.service, request.carrier, town, areas)
        is_complete = is_complete and why is None
        found = provider if provider else WHY_UNROUTED[why]
        lines.append(_("%(service)s：%(found)s") % {"service": request.label, "found": found})
    return Check(_("承办单位"), Verdict.GOOD if is_complete else Verdict.HEED, tuple(lines))


def check_materials(standings):
    """A main paper that is missing speaks against accepting; a secondary one may be promised (容缺)."""
    title = _("申请材料")
    main = [_("缺主要材料：%s") % s.requirement.label for s in standings if s.is_missing and s.is_main]
    others = [_("可容缺：%s") % s.requirement.label for s in standings if s.can_be_promised]
    promised = [_("已承诺补交：%s") % s.requirement.label for s in standings if s.promise]
    lines = (*main, *others, *promised)
    if main:
        return Check(title, Verdict.BAD, lines)
    return Check(title, Verdict.HEED if others else Verdict.GOOD, lines or (_("主要材料齐全"),))


def check_protection(protected):
    """``protected``: stretches at this address that must not be opened for now; the clerk tells the applicant."""
    title = _("道路保护期")
    if not protected:
        return Check(title, Verdict.GOOD, (_("该地址没有在保护期内的路段"),))
    return Check(title, Verdict.HEED, tuple(str(one) for one in protected))


def check_survey_day(survey_on, calendar, today):
    """The wish of the applicant; never a reason to refuse."""
    title = _("预约踏勘")
    if survey_on is None:
        return Check(title, Verdict.GOOD, (_("未预约，由承办单位联系安排"),))
    if not calendar.is_workday(survey_on):
        return Check(title, Verdict.HEED, (_("%s 不是工作日，请与申请人另约") % day_text(survey_on),))
    if survey_on < add_workdays(today, SURVEY_WORKDAYS, calendar):
        return Check(title, Verdict.HEED, (_("%s 时间较紧，请提醒申请人可能另约") % day_text(survey_on),))
    return Check(title, Verdict.GOOD, (day_text(survey_on),))
