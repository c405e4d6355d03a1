"""How ended cases of the demo were rated, what was put right, and what the liaison group and the inspectors keep."""

from datetime import timedelta

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Application
from common import clock
from oversight.models import About, Meeting, Owner, RatingChannel
from oversight.services import (
    agree_duty,
    answer_duty,
    close_duty,
    list_subjects,
    log_call,
    may_be_rated,
    rate_case,
    record_inspection,
    record_meeting,
)
from utilities.models import Provider

WORDS = {
    5: "一次说清楚，没有多跑。",
    4: "",
    3: "等得有点久。",
    2: "约好的时间没有来。",
    1: "等了三周没有人说明原因。",
}


def rated(*, whole=5, window=5, provider=5, is_named=False):
    """A chapter of a case: rated two working days before now, everybody of a kind alike."""
    grades = {About.CASE: whole, About.WINDOW: window, About.PROVIDER: provider}

    def rate(story, application):
        application.refresh_from_db()
        if not may_be_rated(application):
            return
        given = [(one, grades[one.about], WORDS[grades[one.about]]) for one in list_subjects(application)]
        with clock.moved_to(story.at(story.case.days_ago - 2, 10)):
            rate_case(application, given, is_named=is_named, channel=RatingChannel.LINK, by=APPLICANT)

    return rate


def grumble(story, application):
    """A bad grade that was put right and closed since."""
    rated(whole=3, provider=2)(story, application)
    office, supervisor = (User.objects.get(username=name) for name in ("office", "supervisor"))
    for hour, duty in enumerate(application.duties.rectifications().to_answer(), 9):
        with clock.moved_to(story.at(story.case.days_ago - 1, hour)):
            by = User.objects.get(username=duty.provider.code)
            answer_duty(duty, answer="已致歉；今后上门前一天电话确认。", by=by)
            log_call(duty, is_reached=True, said="接到了道歉电话，可以。", by=office)
            close_duty(duty, reply="已核实：承办人员漏约，已整改并致歉。", by=supervisor)


RATED = {
    "praise": rated(is_named=True),
    "content": rated(whole=4, window=5, provider=4),
    "complain_of_wait": rated(whole=3, provider=1),
    "grumble": grumble,
}


def load_group(present):
    """A meeting with what was agreed and an inspection with what is to be mended, once."""
    if Meeting.objects.exists():
        return
    office = User.objects.get(username="office")
    with clock.moved_to(present - timedelta(days=2)):
        _hold_meeting(office)
        _inspect(User.objects.get(username="supervisor"))


def _hold_meeting(office):
    today = clock.today()
    cases = list(Application.objects.filter(status="accepted").order_by("pk")[:1])
    meeting = record_meeting(
        held_on=today,
        place="区政务服务中心二楼会议室",
        present="供水刘志强、供电孙海涛、燃气周伟，移动、联通、电信各一人，区城管委、区交警支队",
        minutes="通报上月报装情况；研究七里海大道同沟敷设和冬季施工安排。",
        cases=cases,
        by=office,
    )
    power = Provider.objects.get(code="power")
    agreed = (
        ("冬季施工前报送各在建管沟的围挡和照明清单", {"owner": Owner.PROVIDER, "provider": power}, 5),
        (
            "明确同沟回填的压实度要求并书面告知各单位",
            {"owner": Owner.DEPARTMENT, "department": "区城管委"},
            12,
        ),
        ("下次会议通报差评整改情况", {"owner": Owner.OFFICE}, 26),
    )
    for text, whose, days in agreed:
        agree_duty(meeting, text=text, due_on=today + timedelta(days=days), by=office, **whose)


def _inspect(supervisor):
    today = clock.today()
    record_inspection(
        inspected_on=today,
        provider=Provider.objects.get(code="water"),
        inspectors="林芳、赵振华",
        findings="抽查光明路管沟：围挡完整，夜间警示灯缺两处。",
        demand="补齐夜间警示灯，并排查其他在建管沟。",
        due_on=today + timedelta(days=6),
        by=supervisor,
    )
