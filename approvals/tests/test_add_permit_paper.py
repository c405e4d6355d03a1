"""A paper that comes after the decision stands beside those there are."""

import pytest

from applications.models import Application, Status
from applications.services import erase_application
from approvals.models import PermitPaper, PermitStatus
from approvals.services import BadDecision, add_permit_paper, decide_permit, refile_permit
from approvals.services.papers import MOST_PAPERS
from common import clock
from common.status import WrongStatus
from outbox.models import Message

from .conftest import digging, road_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def permit(filed, clerk):
    """Granted, with the paper of the decision."""
    permit = digging(road_case(filed("water")))[0]
    return decide_permit(permit, outcome=PermitStatus.GRANTED, file="evidence/decision.pdf", by=clerk)


def add(permit, by, title="许可证正本", file="evidence/licence.pdf"):
    return add_permit_paper(permit, title=title, file=file, by=by)


def test_what_was_there_stays_and_it_is_kept_who_brought_what(permit, clerk):
    add(permit, clerk)
    add(permit, clerk, title="变更决定", file="evidence/change.pdf")

    permit.refresh_from_db()
    assert permit.file == "evidence/decision.pdf"
    assert [(paper.title, paper.file, paper.actor_name) for paper in permit.papers.all()] == [
        ("许可证正本", "evidence/licence.pdf", str(clerk)),
        ("变更决定", "evidence/change.pdf", str(clerk)),
    ]
    events = permit.application.events.filter(verb="permit.paper_added").order_by("pk")
    assert [event.text for event in events] == [f"{permit.title} 许可证正本", f"{permit.title} 变更决定"]


def test_the_providers_are_told_to_read_again(permit, clerk):
    before = Message.objects.filter(kind="order.amended").count()

    add(permit, clerk)

    assert Message.objects.filter(kind="order.amended").count() == before + 1


def test_pressed_twice_it_is_one_paper(permit, clerk):
    first = add(permit, clerk)

    assert add(permit, clerk) == first
    assert permit.application.events.filter(verb="permit.paper_added").count() == 1


@pytest.mark.parametrize("status", ["planned", "filed", "accepted", "withdrawn", "replaced"])
def test_without_a_decision_that_stands_it_is_refused(permit, clerk, status):
    type(permit).objects.filter(pk=permit.pk).update(status=status)

    with pytest.raises(WrongStatus):
        add(permit, clerk)

    assert not permit.papers.exists()


def test_also_a_refusal_has_papers_until_it_is_filed_again(filed, clerk):
    permit = digging(road_case(filed("water")))[0]
    decide_permit(permit, outcome=PermitStatus.REFUSED, refusal_reason="材料不齐", by=clerk)
    add(permit, clerk)

    fresh = refile_permit(permit, by=clerk)

    assert (permit.papers.count(), fresh.papers.count()) == (1, 0)


@pytest.mark.parametrize(("title", "file"), [(" ", "a.pdf"), ("正本", "")], ids=["no title", "no file"])
def test_half_a_paper_is_none(permit, clerk, title, file):
    with pytest.raises(BadDecision):
        add(permit, clerk, title=title, file=file)


def test_there_is_an_end_to_it(permit, clerk):
    PermitPaper.objects.bulk_create(
        PermitPaper(permit=permit, title=str(count), file="a.pdf") for count in range(MOST_PAPERS)
    )

    with pytest.raises(BadDecision, match="最多补充 20 份"):
        add(permit, clerk)


def test_a_case_made_nameless_keeps_no_words_of_it(permit, clerk):
    add(permit, clerk, title="李建国的许可证")
    Application.objects.filter(pk=permit.application_id).update(status=Status.FINISHED, ended_at=clock.now())
    permit.application.refresh_from_db()

    erase_application(permit.application)

    paper = permit.papers.get()
    assert (paper.title, paper.file, paper.actor_name) == ("", "", "")
