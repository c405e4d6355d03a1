"""An applicant is told what is missing and does not answer: reminded, looked for, ended, and he may apply again."""

from datetime import datetime

import pytest

from applications.models import Application, Status
from applications.reminders import look_after_corrections
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from outbox.models import Message

from .hands import applicant, apply_online, at_window, hand_in, in_chromium, staff
from .steps import check_sound, numbers_in, papers_of, texts_to

pytestmark = pytest.mark.django_db
SWEEPS = ("2026-12-04", "2026-12-07", "2026-12-08", "2026-12-11", "2026-12-14")


def waits_in(browser, case, queue):
    return numbers_in(browser, queue) == [case.number]


def tried_in_vain(window, case, at, *days):
    for day in days:
        at(f"{day} 16:00")
        said = {"way": "phone", "at": f"{day}T15:30", "is_reached": "", "note": "无人接听"}
        at_window(window, case, "contact", **said)


@in_chromium
def test_an_applicant_goes_silent(at):
    demo_limits()
    _clerk, window = staff("clerk", "王窗口")
    _office, office = staff("office", "赵统筹", "13900009999")
    browser = applicant()

    # Told on Monday 23 November what is missing, until Monday 14 December.
    at("2026-11-23 09:30")
    case = apply_online(browser)
    at("2026-11-23 14:00")
    at_window(window, case, "return", items="权属证明\n用能设备清单")
    correction = case.corrections.get()
    assert correction.due_on.isoformat() == "2026-12-14"

    # Reminded five and one working days before; each look of every five minutes changes nothing twice.
    for day in SWEEPS:
        for hour in ("00:05", "09:00", "16:55"):
            at(f"{day} {hour}")
            look_after_corrections()
    assert texts_to(PHONE) == ["application.submitted", "application.returned", *["correction.due_soon"] * 2]
    assert waits_in(window, case, "returned") and not waits_in(window, case, "expired")

    # The term is over: the office is told, the window looks for him on three days.
    at("2026-12-15 00:05")
    look_after_corrections()
    assert waits_in(window, case, "expired")
    assert texts_to("13900009999") == ["correction.expired"]
    told = Message.objects.get(recipient="13900009999")
    assert told.not_before == datetime.fromisoformat("2026-12-15T09:00+08:00")
    tried_in_vain(window, case, at, "2026-12-15", "2026-12-16", "2026-12-17")

    at("2026-12-18 10:00")
    at_window(office, case, "terminate", reason="逾期未补正，经三次联系未能联系上。")
    assert case.status == Status.TERMINATED
    assert papers_of(case) == ["form", "consent", "correction", "termination"]
    notice = case.papers.get(kind="termination").content
    assert (notice["due_on"], len(notice["vain_days"]), notice["clerk"]) == (
        "2026年12月14日（周一）",
        3,
        "赵统筹",
    )
    assert texts_to(PHONE)[-3:] == ["correction.expired", "application.terminated", "rating.invited"]
    assert case.events.filter(verb="application.terminated").count() == 1
    check_sound(case)

    # In January he comes back: nothing has to be typed again but the consent.
    at("2027-01-05 10:00")
    form = browser.post(f"/case/{case.number}/again/")["Location"]
    draft = Application.objects.get(status=Status.DRAFT)
    assert (form, draft.linked_to) == (f"/apply/{draft.token}/", case)
    hand_in(browser, form)
    draft.refresh_from_db()
    assert (draft.status, draft.number[:10]) == (Status.SUBMITTED, "NH20270105")
    check_sound(draft)
