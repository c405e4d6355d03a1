"""The providers' systems: they check each push, keep books, and fail or hang when told."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

HEALTHY, FAILING, HANGING = "healthy", "failing", "hanging"
AMBUSH_SECONDS = 3


@dataclass
class Arrival:
    """One event in the books of a provider; ``times`` counts how often it was brought."""

    provider: str
    uid: str
    type: str
    order: str
    seq: int
    url: str
    at: float  # seconds since 1970
    times: int = 1


@dataclass
class Books:
    """What all providers together have seen; an event is known by its ``webhook-id``."""

    arrivals: dict = field(default_factory=dict)
    forged: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, provider: str, uid: str, event: dict) -> Arrival | None:
        """The new line, or nothing for what is there already."""
        with self.lock:
            if known := self.arrivals.get((provider, uid)):
                known.times += 1
                return None
            facts = event["data"]
            arrival = Arrival(
                provider, uid, event["type"], facts["order"], facts["seq"], facts["url"], time.time()
            )
            self.arrivals[provider, uid] = arrival
            return arrival


class Ambush:
    """Catches a worker while it hands over a push: its answer waits until the blow has fallen."""

    def __init__(self):
        self.is_laid = False
        self.caught = threading.Event()
        self.struck = threading.Event()

    def lay(self):
        self.caught.clear()
        self.struck.clear()
        self.is_laid = True

    def pass_by(self):
        if self.is_laid:
            self.caught.set()
            self.struck.wait(AMBUSH_SECONDS)

    def lift(self):
        self.is_laid = False
        self.struck.set()


class Receiver:
    """All providers at one address, each under its code. ``take(arrival)`` is called for each new event."""

    def __init__(self, take):
        self.take = take
        self.books = Books()
        self.secrets = {}
        self.moods = {}
        self.ambush = Ambush()
        self.closing = threading.Event()
        self.server = Server(("127.0.0.1", 0), handler_for(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, provider: str, headers, body: bytes) -> int | None:
        """The status for one push; None: no answer at all."""
        mood = self.moods.get(provider, HEALTHY)
        if mood == FAILING:
            return 500
        try:
            event = Webhook(self.secrets[provider]).verify(body, dict(headers))
        except (KeyError, WebhookVerificationError):
            self.books.forged.append(provider)
            return 401
        if arrival := self.books.enter(provider, headers["webhook-id"], event):
            self.take(arrival)
        if mood == HANGING:  # it has the order, and nobody will ever hear so
            self.closing.wait()
            return None
        self.ambush.pass_by()
        return 204


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A caller that was killed or has waited long enough hangs up: that is what this is about."""


def handler_for(receiver: Receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            provider = self.path.strip("/")
            status = receiver.answer(provider, self.headers, body) if provider else 204
            if status:
                self.send_response(status)
                self.end_headers()

        def log_message(self, *_):
            pass

    return Handler
