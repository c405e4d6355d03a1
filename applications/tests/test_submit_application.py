from datetime import UTC, datetime

import pytest

from accounts.actors import APPLICANT, ActorKind
from applications.models import Application, Status
from applications.services import make_number, submit_application
from common import clock
from common.status import WrongStatus

from .factories import ApplicationFactory, DraftFactory

pytestmark = pytest.mark.django_db


def submit(application, **kwargs):
    submit_application(application, receivers=["宁河水务"], by=APPLICANT, **kwargs)
    application.refresh_from_db()


def test_submit_gives_number_moments_and_empties_the_raw_draft():
    application = DraftFactory(draft={"address": "芦台"})

    submit(application)

    assert application.status == Status.SUBMITTED
    assert application.number == f"NH{clock.today():%Y%m%d}{application.pk:06d}"
    assert application.entered_at == application.submitted_at
    assert application.draft == {}


def test_submit_keeps_whom_the_applicant_agreed_to_tell():
    application = DraftFactory()

    submit(application)

    assert application.consent["receivers"] == ["宁河水务"]


def test_submit_is_recorded_as_the_applicants_act():
    application = DraftFactory()

    submit(application)

    assert application.events.get().actor_kind == ActorKind.APPLICANT


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), "20261123"),
        (datetime(2026, 11, 23, 16, tzinfo=UTC), "20261124"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), "20270101"),
    ],
    ids=["last second of the local day", "local midnight", "local new year"],
)
def test_the_number_carries_the_local_date(utc, day):
    application = DraftFactory()

    number = make_number(application, utc)

    assert number == f"NH{day}{application.pk:06d}"


def test_the_number_takes_the_key_modulo_a_million():
    application = DraftFactory.build(pk=7_000_123)

    assert make_number(application, clock.now())[-6:] == "000123"


def test_a_paper_received_earlier_keeps_the_date_of_its_receipt():
    received = datetime(2026, 10, 30, 9, tzinfo=clock.LOCAL)
    application = ApplicationFactory(
        status=Status.RECEIVED, number=None, received_at=received, submitted_at=None
    )

    submit(application)

    assert application.number.startswith("NH20261030")


def test_an_answered_correction_keeps_the_number_and_notes_the_answer():
    application = ApplicationFactory(status=Status.RETURNED)
    correction = application.corrections.create(items=["缺总平面图"], due_on=clock.today())
    number = application.number

    submit(application)

    correction.refresh_from_db()
    assert application.number == number
    assert correction.answered_at == application.submitted_at
    assert application.events.get().verb == "application.corrected"


def test_submitting_twice_gives_one_number_and_one_event():
    application = DraftFactory()
    stale = Application.objects.get(pk=application.pk)
    submit(application)

    with pytest.raises(WrongStatus):
        submit(stale)

    assert application.events.count() == 1


def test_only_what_the_window_typed_in_gets_a_receipt_of_its_own(clerk):
    online, window = DraftFactory(), DraftFactory(channel="window")

    submit_application(online, receivers=[], by=APPLICANT)
    submit_application(window, receivers=[], by=clerk)

    kinds = [list(case.papers.values_list("kind", flat=True)) for case in (online, window)]
    assert [sorted(found) for found in kinds] == [["consent", "form"], ["consent", "form", "intake"]]
