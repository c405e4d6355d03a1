"""The people behind the providers' systems: each new order is taken in hand through the portal's API."""

import http.client
import json
import queue
import threading
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import urlsplit

DESKS = 6
PAUSE_SECONDS = 1
ANSWER_SECONDS = 20
ASKED_TWICE = 5  # every fifth acknowledgement is sent again, as if its answer had been lost


class Desks:
    """Acknowledges orders as they come, each until it is answered; the same key on every try."""

    def __init__(self):
        self.keys = {}
        self.answers = Counter()
        self.refusals = []
        self.orders = queue.Queue()
        self.closing = threading.Event()

    def __enter__(self):
        for _number in range(DESKS):
            threading.Thread(target=self.work, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()

    def take(self, arrival):
        if arrival.type == "order.created":
            self.orders.put(arrival)

    def work(self):
        while not self.closing.is_set():
            with suppress(queue.Empty):
                self.acknowledge(self.orders.get(timeout=PAUSE_SECONDS))

    def acknowledge(self, arrival):
        status = self.ask(arrival)
        while not self.closing.is_set() and (status is None or status >= 500 or status in (409, 429)):
            time.sleep(PAUSE_SECONDS)
            status = self.ask(arrival)
        if status and 200 <= status < 300 and int(arrival.uid[-4:], 16) % ASKED_TWICE == 0:
            status = self.ask(arrival)
        if status and 400 <= status < 500:
            self.refusals.append(f"{arrival.order}: {status}")

    def ask(self, arrival) -> int | None:
        """One call; None: the line broke."""
        status = None
        with suppress(OSError, http.client.HTTPException):
            status = post(f"{arrival.url}/acknowledge", acknowledgement(arrival), self.headers(arrival))
        self.answers[status] += 1
        return status

    def headers(self, arrival):
        return {
            "Authorization": f"Bearer {self.keys[arrival.provider]}",
            "Content-Type": "application/json",
            "Idempotency-Key": arrival.uid,
        }


def acknowledgement(arrival) -> bytes:
    facts = {
        "handler": "刘志强",
        "phone": "13800010001",
        "variant": "low" if arrival.provider == "power" else None,
        "needs_survey": False,
        "has_outside_works": False,
    }
    return json.dumps(facts).encode()


def post(url: str, body: bytes, headers: dict) -> int:
    """The status of one POST on this machine."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=ANSWER_SECONDS)
    try:
        connection.request("POST", parts.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
