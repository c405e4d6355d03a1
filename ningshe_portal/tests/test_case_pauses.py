"""The pauses in the case file: what the applicant may read of them, and say."""

import pytest

from accounts.actors import SYSTEM
from common.files import store
from milestones.models import Span
from milestones.services import pause_milestone, revoke_pause
from outbox.models import Message
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import PHONE, accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def pause(at):
    """SURVEY of a water order, paused with a paper; power belongs to somebody else."""
    at("2026-11-23 09:30")
    for service in ("water", "power"):
        ServiceAreaFactory(provider=ProviderFactory(service=service, name=f"{service} 公司"))
    case = accepted_case(("water", "power"))
    order = WorkOrder.objects.get(number__endswith="-W")
    acknowledge_order(order, by=case.clerk, handler_name="刘工", needs_survey=True)
    path, _hash = store(b"%PDF-1.4 ground", "evidence", ".pdf")
    at("2026-11-24 10:00")
    return pause_milestone(
        order.milestones.get(stage="survey"),
        reason="applicant_site",
        basis="院内堆料未清",
        evidence=path,
        by=SYSTEM,
    )


def file_of(client, pause):
    return client.get(f"/case/{pause.milestone.application.number}/").content.decode()


def door(pause, what=""):
    return f"/case/{pause.milestone.application.number}/pauses/{pause.pk}/{what}"


def test_the_applicant_reads_ground_limit_and_paper_and_may_object(client, pause, at):
    at("2026-11-27 10:00")
    sign_in_phone(client)

    page = file_of(client, pause)

    assert [word in page for word in ("院内堆料未清", "最晚到 2026-12-21（周一）", "已停 3 个工作日")] == [
        True
    ] * 3
    assert f'href="{door(pause)}"' in page
    assert '暂停原因：<a href="#pauses">申请人现场尚不具备条件</a>' in page
    assert b"".join(client.get(door(pause, "evidence/")).streaming_content) == b"%PDF-1.4 ground"


def test_the_message_carries_the_link(pause):
    message = Message.objects.get(kind="milestone.paused", recipient=PHONE)

    assert f"/case/{pause.milestone.application.number}/" in bytes(message.body).decode()


def test_an_objection_is_said_once_and_shown(client, pause):
    sign_in_phone(client)

    answer = client.post(door(pause), {"text": "周一已经清完"}, follow=True)
    again = client.post(door(pause), {"text": "又一次"}, follow=True)

    page = again.content.decode()
    assert [m.level_tag for m in answer.context["messages"]] == ["success"]
    assert Span.objects.get(pk=pause.pk).objection == "周一已经清完"
    assert ("周一已经清完" in page, "又一次" in page, f'href="{door(pause)}"' in page) == (True, False, False)


def test_nothing_said_is_asked_again(client, pause):
    sign_in_phone(client)

    page = client.post(door(pause), {"text": " "}).content.decode()

    assert "请写明实际情况。" in page
    assert Span.objects.get(pk=pause.pk).objected_at is None


@pytest.mark.parametrize("who", ["clerk", "the provider"])
def test_nobody_objects_in_the_applicants_place(client, pause, who):
    if who == "clerk":
        sign_in_staff(client, "clerk")
    else:
        sign_in_member(client, pause.milestone.order.provider)

    assert client.post(door(pause), {"text": "x"}).status_code == 403
    assert "院内堆料未清" in file_of(client, pause)


def test_another_provider_of_the_case_sees_neither_pause_nor_paper(client, pause):
    sign_in_member(client, WorkOrder.objects.get(number__endswith="-P").provider)

    assert "院内堆料未清" not in file_of(client, pause)
    assert client.get(door(pause, "evidence/")).status_code == 404
    assert client.get(door(pause)).status_code == 404


def test_a_stranger_is_sent_to_the_search(client, pause):
    assert client.get(door(pause, "evidence/"))["Location"] == "/track/"


def test_the_ledger_names_the_days_of_a_revoked_pause(client, pause, at):
    at("2026-11-26 10:00")
    revoke_pause(pause, reason="照片是别处的", by=SYSTEM)
    sign_in_phone(client)

    ledger = client.get(f"/case/{pause.milestone.application.number}/ledger/").content.decode()

    assert ledger.count("计入（暂停被撤销）") == 4  # two days, of the stage and of the whole
    assert "照片是别处的" in file_of(client, pause)


def test_a_case_without_pauses_shows_none(client, at):
    at("2026-11-23 09:30")
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    case = accepted_case(("water",))
    sign_in_phone(client)

    assert 'id="pauses"' not in client.get(f"/case/{case.number}/").content.decode()
