"""Two clerks, or two clicks, take in one paper at the same moment, on real PostgreSQL: there is one case."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from applications.models import Application, Paper
from applications.outage_pack import number_receipts

from .cases import sign_in_staff
from .walks.steps import enter_paper_late, receive_paper

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
FACTS = {"applicant_name": "津沽食品", "contact_phone": "13820001234", "services": ["water"]}


def at_once(*acts):
    """Each act by a clerk of its own, all at the same moment; what each came to."""
    gate, clients = Barrier(len(acts)), [Client() for _act in acts]
    for client in clients:
        sign_in_staff(client, "clerk")

    def run(act, client):
        try:
            gate.wait(timeout=10)
            return act(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts, clients))


@pytest.mark.parametrize("turn", range(3))
def test_a_double_click_on_receive_makes_one_case(turn):
    token = str(uuid.uuid4())

    cases = at_once(*[lambda client: receive_paper(client, token=token, **FACTS)] * 4)

    assert {case.pk for case in cases} == {Application.objects.get().pk}
    assert Paper.objects.filter(kind="intake").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_of_two_clerks_with_one_emergency_receipt_one_wins(turn):
    slip = number_receipts(1)[0]
    moment = slip.issued_at.astimezone().isoformat()
    said = {"receipt": slip.content["number"], "received_on": moment[:10], "reason": "停电"}
    Paper.objects.update(issued_at="2026-01-01T00:00+08:00")

    cases = at_once(*[lambda client: enter_paper_late(client, received_time="00:00", **said, **FACTS)] * 3)

    assert sorted(case is None for case in cases) == [False, True, True]
    assert Application.objects.get().papers.emergency().get() == slip


@pytest.mark.parametrize("turn", range(3))
def test_a_receipt_is_either_entered_or_voided_never_both(turn):
    slip = number_receipts(1)[0]
    moment = slip.issued_at.astimezone().isoformat()
    said = {"receipt": slip.content["number"], "received_on": moment[:10], "reason": "停电"}
    Paper.objects.update(issued_at="2026-01-01T00:00+08:00")

    at_once(
        lambda client: enter_paper_late(client, received_time="00:00", **said, **FACTS),
        lambda client: client.post("/window/outage/void/", {"first": said["receipt"], "reason": "遗失"}),
    )

    slip.refresh_from_db()
    assert (slip.application is None) == (slip.voided_at is not None)
    assert Application.objects.count() == (slip.voided_at is None)


def test_two_packs_at_once_never_repeat_a_number():
    packs = at_once(*[lambda client: [paper.serial for paper in number_receipts(20)]] * 4)

    assert sorted(sum(packs, [])) == list(range(1, 81))
