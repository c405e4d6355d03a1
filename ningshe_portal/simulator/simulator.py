"""All providers together: one server, one crew for each that works by itself, and what was missed while away."""

import json
import logging
import threading
from contextlib import suppress
from pathlib import Path

from .client import Api, Refused, Unreachable
from .conduct import HANDLER
from .crew import Crew
from .receiver import Server

FETCH_SECONDS = 1.0  # between two tries to read an order
FETCH_TRIES = 5
CATCH_UP_SECONDS = 30.0
POLL_SECONDS = 0.1
JOIN_SECONDS = 2.0
MENDED = "已联系用户致歉，并调整了排班，今后提前一天电话确认。"
logger = logging.getLogger(__name__)


class Simulator:
    """Receives on ``127.0.0.1:port`` (0: any free one) for ``sites``; see ``Site`` for what may be counted.

    ``keys``: an API key for each code; without one a site only receives, and nothing is read from the events.
    ``auto``: the codes that work by themselves. ``takes_all``: they also take up what was there before.
    ``positions``: a file that remembers the last event read. ``script``: the traits of the orders (``Script``).
    """

    def __init__(
        self,
        sites,
        *,
        port=0,
        base_url="",
        keys=None,
        auto=(),
        pace=8.0,
        takes_all=False,
        positions=None,
        script=None,
    ):
        self.sites = {site.code: site for site in sites}
        self.apis = {code: Api(base_url, key) for code, key in (keys or {}).items()}
        self.crews = {code: Crew(api, pace=pace, script=script) for code, api in self.apis.items()}
        self.auto = set(auto)
        self.takes_all, self.positions = takes_all, Positions(positions)
        self.stopped = threading.Event()
        self.server = Server(port, self)
        self.threads = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def start(self):
        self.spawn(self.server.serve_forever, POLL_SECONDS)
        for crew in self.crews.values():
            self.spawn(crew.run, self.stopped)
        self.spawn(self.catch_up)
        return self

    def spawn(self, target, *args):
        thread = threading.Thread(target=target, args=args, daemon=True)
        self.threads.append(thread)
        thread.start()

    def stop(self):
        """Threads on the line to the portal are not waited for: they end with the process."""
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()
        for thread in self.threads:
            thread.join(timeout=JOIN_SECONDS)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def take(self, site, webhook_id, event):
        """An event has come in, pushed or read: done once, however often it comes."""
        if not site.take(webhook_id, event):
            return
        number = event.get("data", {}).get("order")
        if site.code not in self.apis:
            return
        is_new = event["type"] == "order.created"
        if site.code in self.auto and (is_new or "temporary" in event["data"].get("changes", ())):
            self.crews[site.code].look_at(number)
        else:
            self.crews[site.code].wake(number)
        if is_new:
            threading.Thread(target=self.fetch, args=(site.code, number), daemon=True).start()

    def fetch(self, code, number):
        """Read the order at once, as a real system does."""
        for _try in range(FETCH_TRIES):
            with suppress(Unreachable):
                try:
                    return self.apis[code].get(f"orders/{number}")
                except Refused as error:
                    return logger.info("%s: %s", number, error)
            self.stopped.wait(FETCH_SECONDS)

    def catch_up(self):
        """At the start and then again and again: whatever was sent while nobody listened."""
        for code in list(self.auto):
            self.persist(self.resume_orders, code)
        while not self.stopped.is_set():
            for code, site in self.sites.items():
                if code in self.apis and site.behaviour == "ok":
                    self.persist(self.read_events, site)
            for code in list(self.auto):
                self.persist(self.answer_tasks, code)
            self.stopped.wait(CATCH_UP_SECONDS)

    def persist(self, act, *args):
        """Until the portal is there; it may still be starting."""
        while not self.stopped.is_set():
            try:
                return act(*args)
            except Unreachable:
                self.stopped.wait(FETCH_SECONDS)
            except Refused as error:
                return logger.warning("%s", error)

    def set_auto(self, code, is_auto):
        """From now on this provider works by itself, on everything it has, or no longer."""
        if is_auto and code not in self.auto:
            self.auto.add(code)
            threading.Thread(target=self.persist, args=(self.resume_orders, code, True), daemon=True).start()
        elif not is_auto:
            self.auto.discard(code)
            self.crews[code].drop_all()

    def resume_orders(self, code, takes_all=False):
        """Go on with what this crew had in hand, or with everything."""
        for status in ("pending", "open"):
            for number in self.list_orders(code, status):
                if (
                    takes_all
                    or self.takes_all
                    or self.apis[code].get(f"orders/{number}")["handler"] == HANDLER
                ):
                    self.crews[code].look_at(number)

    def list_orders(self, code, status):
        cursor, has_more = "", True
        while has_more:
            page = self.apis[code].get("orders", status=status, cursor=cursor)
            cursor, has_more = page["cursor"], page["has_more"]
            yield from (order["number"] for order in page["orders"])

    def answer_tasks(self, code):
        """What was demanded of this provider is done, and said so."""
        for task in self.apis[code].get("tasks", status="open")["tasks"]:
            self.apis[code].post(f"tasks/{task['number']}/answer", {"answer": MENDED, "handler": HANDLER})

    def read_events(self, site):
        """What was sent since the last event read; the first time ever, only the end of it is noted."""
        known = self.positions.get(site.code)
        last = known or ""
        try:
            for event in self.events_after(site.code, last):
                last = event["webhook_id"]
                if known is not None:
                    self.take(site, last, event)
        except Refused:
            last = None  # another database: what was remembered is of no use
        self.positions.set(site.code, last)

    def events_after(self, code, last):
        has_more = True
        while has_more:
            page = self.apis[code].get("events", after=last)
            has_more = page["has_more"]
            for event in page["events"]:
                last = event["webhook_id"]
                yield event


class Positions:
    """The last event read of each provider, kept in a file so that a restart begins there."""

    def __init__(self, path):
        self.path = path and Path(path)
        self.known = {}
        if self.path and self.path.exists():
            with suppress(ValueError):
                self.known = dict(json.loads(self.path.read_text()))

    def get(self, code):
        return self.known.get(code)

    def set(self, code, webhook_id):
        if webhook_id == self.known.get(code):
            return
        self.known[code] = webhook_id
        if self.path:
            unfinished = self.path.with_suffix(".new")
            unfinished.write_text(json.dumps(self.known))
            unfinished.replace(self.path)
