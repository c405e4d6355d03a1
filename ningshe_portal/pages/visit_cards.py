"""A visit as it is shown: when, who comes to look at what, what has been said so far and what is to be done."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from inspections.models import Answer, Visit, VisitStatus
from inspections.preparation import LOOKED_AT, PREPARED, PRESENT
from inspections.words import counter_text, when_text, wish_text


@dataclass(frozen=True)
class Party:
    """One who comes. ``word``: what it answered or found, for those who arrange."""

    label: str
    provider: str
    handler: str
    phone: str
    looked_at: str
    word: str


@dataclass(frozen=True)
class VisitCard:
    """``links``: pairs of address and title; ``others``: how many more come, where they are not named."""

    visit: Visit
    when: str
    state: str
    parties: list
    others: int = 0
    present: str = ""
    prepared: list = field(default_factory=list)
    ics: str = ""
    links: list = field(default_factory=list)
    is_urgent: bool = False
    note: str = ""


def load_open_visits(application):
    """With everybody who takes part; read once for the panels and links of a page."""
    if not hasattr(application, "open_visits"):
        application.open_visits = list(Visit.objects.open().filter(application=application).with_everybody())
    return application.open_visits


def taking_part(visit):
    return [one for one in visit.attendances.all() if one.left_at is None]


def build_card(visit, application, *, providers=None, is_applicant=False):
    """``providers``: whose own attendance is shown, None for all of them."""
    everybody = taking_part(visit)
    own = [one for one in everybody if providers is None or one.order.provider_id in providers]
    is_fixed = visit.status == VisitStatus.FIXED
    return VisitCard(
        visit=visit,
        when=when_text(visit),
        state=state_of(visit, everybody, is_applicant=is_applicant),
        parties=[_party(visit, one, shows_word=not is_applicant) for one in own],
        others=len(everybody) - len(own),
        present=str(PRESENT[visit.kind]) if is_fixed else "",
        prepared=[str(line) for line in PREPARED[visit.kind]] if is_fixed else [],
        ics=reverse(f"case_{visit.kind}_ics", args=[application.number]) if is_fixed else "",
        links=links_for(visit, application) if is_applicant else [],
        is_urgent=is_applicant and waits_for_applicant(visit),
        note=_note_on_day(everybody),
    )


def _note_on_day(everybody):
    """Whose day it is, where several had to name one."""
    if sum(bool(one.mender) for one in everybody) < 2:
        return ""
    return _("整改后再次上门，各单位合为一次，以提出的日期中较晚的为准。")


def _party(visit, one, *, shows_word):
    order = one.order
    return Party(
        label=order.request.label,
        provider=order.provider.name,
        handler=order.handler_name,
        phone=order.handler_phone,
        looked_at=str(LOOKED_AT[visit.kind][order.request.service]),
        word=_word(one) if shows_word else "",
    )


def _word(one):
    if one.has_finding:
        return _("已上报：%s") % one.get_result_display()
    is_taken = one.answer == Answer.COMING and one.answered_at is None
    said = _("未另行答复，按到场处理") if is_taken else str(Answer(one.answer).label)
    return f"{said}（{one.answer_note}）" if one.answer_note else said


def waits_for_applicant(visit):
    """Whether he has something to say: to another day, or that he will be there."""
    return may_answer(visit) or may_confirm(visit)


def may_answer(visit):
    """A day that has come cannot be agreed to any more: it is the office's."""
    is_open = visit.status == VisitStatus.PROPOSED and visit.has_open_counter
    return is_open and visit.counter_on > clock.today()


def may_confirm(visit):
    today = clock.today()
    is_to_confirm = visit.status == VisitStatus.FIXED and visit.confirmed_at is None
    return is_to_confirm and visit.on >= today and not visit.has_begun(today)


def state_of(visit, everybody, *, is_applicant):
    """In one sentence, how far the day is agreed."""
    if visit.status == VisitStatus.FIXED:
        return _state_of_fixed(visit, everybody, is_applicant=is_applicant)
    if visit.wished_on:
        return _("申请人希望改到 %s，等待统筹人员答复。") % wish_text(visit)
    if may_answer(visit):
        who = _("请您答复") if is_applicant else _("等待申请人答复")
        facts = {"provider": visit.counter_by.provider, "other": counter_text(visit), "who": who}
        return _("%(provider)s提出改到 %(other)s，%(who)s。") % facts
    if visit.is_spent(clock.today()):
        return _state_of_spent(visit)
    unanswered = sum(one.answer == Answer.NONE for one in everybody)
    if unanswered:
        return _("拟定时间，等待 %d 家单位答复。") % unanswered
    return _("拟定时间，等待统筹人员确定。")


def _state_of_spent(visit):
    if visit.is_joint:
        return _("拟定的时间已过，等待统筹人员确定时间。")
    return _("拟定的时间已过，承办单位可以与申请人另约时间，直接上门。")


def _state_of_fixed(visit, everybody, *, is_applicant):
    if visit.has_begun(clock.today()):
        found = sum(one.has_finding for one in everybody)
        facts = {"found": found, "rest": len(everybody) - found}
        return _("%(found)d 家单位已上报结果，等待其余 %(rest)d 家上报。") % facts
    if visit.on < clock.today():
        return _("约定的日子已过，等待承办单位上报结果。")
    if visit.wished_on:
        return _("已约定；申请人希望改到 %s，等待统筹人员答复，答复前以现在的时间为准。") % wish_text(visit)
    is_refused = any(one.answer == Answer.NOT and not one.has_finding for one in everybody)
    if is_refused and is_applicant:
        return _("原约定时间有单位不能到场，统筹人员正在改期，请以短信通知的时间为准。")
    if is_refused:
        return _("已约定，但有单位表示不能到场，等待统筹人员改期。")
    if visit.confirmed_at:
        return _("已约定，%(who)s已确认。") % {"who": visit.confirmed_by}
    return _("已约定，请您确认。") if is_applicant else _("已约定，等待申请人确认。")


def links_for(visit, application):
    """What the applicant can say, the most pressing first."""
    number = application.number
    links = []
    if may_answer(visit):
        links.append((reverse("case_visit_counter", args=[number]), _("答复另提的时间")))
    if may_confirm(visit):
        links.append((reverse("case_visit_confirm", args=[number]), _("确认这个时间")))
    if may_wish(visit):
        links.append((reverse("case_visit_day", args=[number]), _("改约时间")))
    return links


def may_wish(visit):
    """Another day may be asked for, once until it is answered, and not on the day itself."""
    is_late = visit.status == VisitStatus.FIXED and visit.on <= clock.today()
    return visit.wished_on is None and not is_late
