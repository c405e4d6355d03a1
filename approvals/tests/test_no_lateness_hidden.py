"""Neither an extension nor a procedure bends the clock of a permit backwards."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from approvals.models import Permit, PermitExtension, PermitSpan
from approvals.services import (
    BadDecision,
    accept_permit,
    begin_procedure,
    decide_permit,
    end_procedure,
    extend_permit,
)
from common import clock
from district.services import load_calendar
from launch.rehearsal.recount import Calendar
from launch.rehearsal.terms import wrong_permits
from milestones.tests.recount import check_everything

from .conftest import approval, permits, road_case

pytestmark = pytest.mark.django_db
MISSED = date(2026, 11, 30)  # five working days after the filing


@pytest.fixture
def orders(filed):
    return filed("water")


@pytest.fixture
def permit(orders):
    """Digging, filed on Monday 2026-11-23; the department has 5 days promised and 20 by law."""
    return permits(road_case(orders))[1]


def prolong(permit, by, **said):
    facts = {"days": 10, "approved_by": "李局长", "notice_number": "宁审延 1 号", "text": "需补充勘察"}
    extend_permit(permit, by=by, **facts | said)
    permit.refresh_from_db()


def begin(permit, by):
    return begin_procedure(permit, procedure="hearing", expected_days=5, notice_number="1 号", by=by)


def recounted(permit):
    """What the recount of the rehearsal says of its rows."""
    days = [{"day": day.isoformat(), "kind": "rest"} for day in load_calendar().days_off]
    rows = Permit.objects.filter(pk=permit.pk).values()
    extensions = [{"permit_id": permit.pk} | written(permit.extension, "days", "approved_on")]
    stops = [written(span, "starts_at", "ends_at") for span in permit.spans.all()]
    [row] = [
        row | {name: plain(row[name]) for name in ("due_on", "legal_due_on", "filed_at")} for row in rows
    ]
    return wrong_permits(
        [row], [stop | {"permit_id": permit.pk} for stop in stops], extensions, Calendar(days)
    )


def written(row, *names):
    return {name: plain(getattr(row, name)) for name in names}


def plain(value):
    """As SQLite keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value


def test_an_extension_approved_too_late_leaves_the_promised_day_missed(permit, orders, clerk, at):
    at("2026-12-10 10:00")

    prolong(permit, clerk)

    assert (permit.due_on, permit.legal_due_on) == (MISSED, date(2027, 1, 5))
    assert (approval(orders["water"]).due_on, permit.extension.approved_on) == (MISSED, clock.today())
    check_everything(permit.application, load_calendar(), clock.today())
    assert recounted(permit) == []


def test_one_approved_in_time_and_noted_later_counts_from_its_approval(permit, clerk, at):
    at("2026-12-10 10:00")

    prolong(permit, clerk, approved_on=MISSED)

    assert (permit.due_on, permit.legal_due_on) == (date(2026, 12, 14), date(2027, 1, 5))
    assert recounted(permit) == []


@pytest.mark.parametrize(
    ("now", "approved_on", "words"),
    [
        ("2026-12-25 10:00", None, "法定期限"),
        ("2026-12-10 10:00", date(2026, 12, 11), "批准日期"),
        ("2026-12-10 10:00", date(2026, 11, 22), "批准日期"),
    ],
    ids=["the legal term is over", "tomorrow", "before the filing"],
)
def test_an_extension_that_cannot_be_is_refused(permit, clerk, at, now, approved_on, words):
    at(now)

    with pytest.raises(BadDecision, match=words):
        prolong(permit, clerk, approved_on=approved_on)

    assert Permit.objects.get(pk=permit.pk).prolonged_by is None


def test_a_procedure_after_a_late_extension_hides_nothing_either(permit, clerk, at):
    at("2026-12-10 10:00")
    prolong(permit, clerk)

    begin(permit, clerk)

    permit.refresh_from_db()
    assert (permit.due_on, permit.legal_due_on) == (MISSED, None)
    at("2026-12-14 10:00")
    end_procedure(permit, by=clerk)
    permit.refresh_from_db()
    assert permit.due_on == MISSED
    assert recounted(permit) == []


def test_a_decision_before_a_procedure_that_still_runs_is_refused(permit, clerk, at):
    at("2026-11-25 10:00")
    begin(permit, clerk)
    began_at = clock.now()
    at("2026-11-26 10:00")

    with pytest.raises(BadDecision, match="2026-11-25 10:00"):
        decide_permit(permit, outcome="granted", decided_at=began_at - timedelta(days=1), by=clerk)
    decide_permit(permit, outcome="granted", decided_at=began_at, by=clerk)

    assert permit.spans.get().ends_at == began_at


def test_one_that_did_not_take_place_is_ended_first(permit, clerk, at):
    accept_permit(permit, by=clerk)
    at("2026-11-25 10:00")
    begin(permit, clerk)
    at("2026-11-25 10:05")
    end_procedure(permit, by=clerk)

    decide_permit(permit, outcome="granted", decided_at=clock.now() - timedelta(days=1), by=clerk)

    assert Permit.objects.get(pk=permit.pk).status == "granted"
    check_everything(permit.application, load_calendar(), clock.today())


def test_the_database_keeps_no_procedure_that_ends_before_it_starts(permit, clerk, at):
    at("2026-11-25 10:00")
    span = begin(permit, clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        PermitSpan.objects.update(ends_at=span.starts_at - timedelta(seconds=1))


def test_an_extension_noted_before_it_had_a_day_is_of_the_day_it_was_noted(permit, clerk, at):
    prolong(permit, clerk)
    noted_at = clock.now()
    PermitExtension.objects.update(approved_on=date(2026, 12, 24))

    import_module("approvals.migrations.0006_day_of_an_extension").date_extensions(apps, None)

    assert PermitExtension.objects.get().approved_on == clock.local_date(noted_at)
