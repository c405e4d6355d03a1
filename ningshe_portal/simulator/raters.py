"""Applicants who rate, and the office that sees to what they were not satisfied with. Only in the demo."""

from datetime import timedelta

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Application
from applications.querysets import OVER
from common import clock
from oversight.models import Duty, DutyStatus, RatingChannel
from oversight.services import (
    answer_duty,
    awaits_call,
    close_duty,
    is_own_house,
    list_subjects,
    log_call,
    may_be_rated,
    rate_case,
)

LATELY = timedelta(days=1)  # what was over when the demo began stays as it was loaded
SILENT_EVERY, BAD_EVERY = 3, 5
GOOD = ((5, "师傅很耐心，讲得清楚。"), (4, "总体顺利。"), (5, ""))
BAD = (2, "约好的时间没有来，也没有人打电话。")


def rate_ended(script):
    """Two of three applicants rate what has ended lately; every fifth, and whose case says so, gives a bad grade."""
    ended = Application.objects.filter(status__in=OVER, ended_at__gte=clock.now() - LATELY).order_by("pk")
    for application in ended:
        is_bad = script.awaits("rates_badly", application)
        if (is_bad or application.pk % SILENT_EVERY) and may_be_rated(application):
            rate_case(
                application,
                choose_grades(application, is_bad=is_bad or application.pk % BAD_EVERY == 0),
                is_named=application.pk % 2 == 0,
                channel=RatingChannel.LINK,
                by=APPLICANT,
            )


def choose_grades(application, *, is_bad):
    """Always the same for the same case."""
    subjects = list_subjects(application)
    given = [(subject, *GOOD[(application.pk + place) % len(GOOD)]) for place, subject in enumerate(subjects)]
    if is_bad:
        given[-1] = (subjects[-1], *BAD)
    return given


def mend_own_house(script):
    """The office says what was done about window and office; providers answer by their own system."""
    for duty in Duty.objects.rectifications().to_answer():
        if is_own_house(duty):
            answer_duty(duty, answer="已核实，当天约谈并改进引导。", by=user("office"))


def close_mended(script):
    """The rater is called, and what was answered is closed by who did not answer it."""
    for duty in (
        Duty.objects.rectifications().filter(status=DutyStatus.ANSWERED).select_related("application")
    ):
        if awaits_call(duty):
            log_call(duty, is_reached=True, said="已接到道歉电话，认可整改。", by=user("office"))
        close_duty(duty, reply="已核实并整改，向您致歉；感谢您的监督。", by=user("supervisor"))


def user(name):
    return User.objects.get(username=name)


ACTS = (rate_ended, mend_own_house, close_mended)
