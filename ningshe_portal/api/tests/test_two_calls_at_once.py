"""Calls at the same moment and transactions that commit late, on real PostgreSQL."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.actors import SYSTEM
from common import clock
from ningshe_portal.tests.cases import accepted_case
from outbox.models import Message
from utilities.models import IdempotentCall, OrderStatus, WorkOrder
from utilities.push import tell_provider
from utilities.services import acknowledge_order, issue_api_key
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .conftest import ROOT, TAKEN

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def key():
    provider = ServiceAreaFactory(provider=ProviderFactory(service="water")).provider
    return issue_api_key(provider, label="测试", by=SYSTEM)[1]


@pytest.fixture
def order(key):
    return accepted_case(["water"]).requests.get().orders.select_related("provider__endpoint").get()


def on_its_own(act):
    """Run ``act`` on a connection of its own."""

    def run():
        try:
            return act()
        finally:
            connection.close()

    return run


def together(count, act):
    """``count`` times the same act at the same moment; what each came to."""
    gate = threading.Barrier(count)

    def wait_and_act():
        gate.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(on_its_own(wait_and_act)) for _ in range(count)]]


def call(key, method, path, body=None, *, once=None):
    headers = {"Authorization": f"Bearer {key}"} | ({"Idempotency-Key": once} if once else {})
    if method == "get":
        return Client().get(f"{ROOT}/{path}", body, headers=headers)
    return Client().post(f"{ROOT}/{path}", json.dumps(body), "application/json", headers=headers)


def read(key, path, **query):
    answer = call(key, "get", path, query).json()
    return answer, [
        row.get("number") or row.get("webhook_id") for row in answer.get("orders", answer.get("events"))
    ]


def test_the_same_call_eight_times_at_once_has_one_effect_and_one_answer(key, order):
    answers = together(8, lambda: call(key, "post", f"orders/{order.number}/acknowledge", TAKEN, once="a-1"))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert order.application.events.filter(verb="order.acknowledged").count() == 1
    assert IdempotentCall.objects.count() == 1


def test_without_a_key_one_of_two_at_once_is_refused(key, order):
    answers = together(2, lambda: call(key, "post", f"orders/{order.number}/acknowledge", TAKEN))

    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_two_bodies_with_one_key_at_once_are_one_call_and_one_problem(key, order):
    bodies = iter([TAKEN, TAKEN | {"handler": "王工"}])

    answers = together(
        2, lambda: call(key, "post", f"orders/{order.number}/acknowledge", next(bodies), once="a-1")
    )

    assert sorted(answer.status_code for answer in answers) == [200, 422]


class HeldOpen:
    """A transaction of somebody else that has done ``act`` and does not commit yet."""

    def __init__(self, act):
        self.act, self.acted, self.may_commit = act, threading.Event(), threading.Event()
        self.thread = threading.Thread(target=on_its_own(self.run))

    def run(self):
        with transaction.atomic():
            self.act()
            self.acted.set()
            self.may_commit.wait(timeout=20)

    def __enter__(self):
        self.thread.start()
        assert self.acted.wait(timeout=10)
        return self

    def commit(self):
        self.may_commit.set()
        self.thread.join()

    def __exit__(self, *_):
        self.commit()


def acknowledge(order):
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True)


def test_a_change_that_commits_after_the_reader_was_there_is_not_skipped(key, order):
    """Held open for longer than the lag: what counts is that it is still open. Nor does the reader wait for it."""
    other = accepted_case(["water"]).requests.get().orders.get()
    WorkOrder.objects.update(changed_at=clock.now() - 5 * MINUTE)

    def change():
        WorkOrder.objects.filter(pk=order.pk).update(changed_at=clock.now())

    with HeldOpen(change) as held, clock.moved_to(clock.now() + 3 * MINUTE):
        WorkOrder.objects.filter(pk=other.pk).update(changed_at=clock.now() - 2 * MINUTE)
        first, seen = read(key, "orders")
        held.commit()

        _answer, seen_later = read(key, "orders", cursor=first["cursor"])

    assert other.number in seen
    assert order.number in seen_later


def test_an_event_that_commits_late_holds_the_later_ones_back(key, order):
    """Its key is lower than theirs: a reader who had gone past it would never see it."""
    other = accepted_case(["water"]).requests.get().orders.select_related("provider__endpoint").get()

    Message.objects.update(created_at=clock.now() - MINUTE)

    with HeldOpen(lambda: tell_provider(order, "order.amended", at=clock.now())) as held:
        tell_provider(other, "order.amended", at=clock.now())
        with clock.moved_to(clock.now() + MINUTE):
            _answer, before = read(key, "events")
            held.commit()
            _answer, after = read(key, "events", after=before[-1])

    assert len(before) == 2  # the two orders created
    late, quick = Message.objects.filter(kind="order.amended").order_by("pk")
    assert (late.about, quick.about) == (order.number, other.number)
    assert after == [late.uid, quick.uid]


def test_one_who_only_reads_holds_nothing_back(key, order):
    with HeldOpen(lambda: list(WorkOrder.objects.all())), clock.moved_to(clock.now() + MINUTE):
        assert len(read(key, "events")[1]) == 1


def test_a_call_that_waits_too_long_for_a_lock_is_asked_to_come_again(key, order):
    with HeldOpen(lambda: acknowledge(WorkOrder.objects.get(pk=order.pk))):
        answer = call(key, "post", f"orders/{order.number}/acknowledge", TAKEN, once="a-1")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert not IdempotentCall.objects.exists()
    order.refresh_from_db()
    assert order.status == OrderStatus.OPEN
