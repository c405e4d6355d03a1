"""Takes the pushes of all providers on one port, ``/<code>`` each, and is told how to misbehave at ``/control``."""

import json
import logging
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

from .behaviours import BEHAVIOURS, TAKING

MOST_BYTES = 64 * 1024
WORK = {"auto": True, "manual": False}
logger = logging.getLogger(__name__)


class Site:
    """The receiver of one provider, and what has come in.

    ``received``: the webhook-id of each try with a good signature; ``accepted``: each id once, in the order it was
    taken; ``events``: what they said.
    """

    def __init__(self, code, find_secret, *, behaviour="ok"):
        self.code, self.find_secret = code, find_secret
        self.behaviour = behaviour
        self.received, self.accepted, self.events = [], [], []
        self.rejected = 0
        self.lock = threading.Lock()

    def verify(self, body, headers):
        """The event of a call signed with the present secret; None where it is not."""
        try:
            return Webhook(self.find_secret()).verify(body, dict(headers))
        except (WebhookVerificationError, ValueError):
            return None

    def take(self, webhook_id, event):
        """Whether it is the first time that this event has come."""
        with self.lock:
            if webhook_id in self.accepted:
                return False
            self.accepted.append(webhook_id)
            self.events.append(event)
            return True

    def counts(self):
        with self.lock:
            return {
                "behaviour": self.behaviour,
                "received": len(self.received),
                "accepted": len(self.accepted),
                "duplicates": len(self.received) - len(set(self.received)),
                "rejected": self.rejected,
            }


class Call(BaseHTTPRequestHandler):
    """One request: a push, or a word of control."""

    timeout = 30
    server_version = "provider-simulator"

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        if self.path == "/control":
            self.control(body)
        else:
            self.receive(body)

    def do_GET(self):
        if self.path == "/control":
            self.show_state()
        else:
            self.reply(404)

    def receive(self, body):
        simulator = self.server.simulator
        site = simulator.sites.get(self.path.strip("/"))
        if site is None:
            return self.reply(404)
        event = site.verify(body, self.headers)
        if event is None:
            site.rejected += 1
            return self.reply(401)
        webhook_id = self.headers["webhook-id"]
        with site.lock:
            site.received.append(webhook_id)
        behaviour = site.behaviour
        if behaviour in TAKING:  # before the answer: what was answered has been taken
            simulator.take(site, webhook_id, event)
        BEHAVIOURS[behaviour](self)

    def control(self, body):
        """JSON only: no page of another site can send that without asking first."""
        wanted = self.read_control(body)
        if wanted is None:
            return self.reply(400)
        simulator = self.server.simulator
        for code, word in wanted.items():
            if word in WORK:
                simulator.set_auto(code, WORK[word])
            else:
                simulator.sites[code].behaviour = word
        self.show_state()

    def read_control(self, body):
        """A behaviour, or who does the work, for each code; None where anything of it is not known."""
        if self.headers.get_content_type() != "application/json":
            return None
        with suppress(ValueError):
            wanted = json.loads(body)
            if isinstance(wanted, dict) and all(self.is_known(*pair) for pair in wanted.items()):
                return wanted
        return None

    def is_known(self, code, word):
        simulator = self.server.simulator
        if word in list(WORK):
            return code in simulator.crews
        return code in simulator.sites and word in list(
            BEHAVIOURS
        )  # a list also asks for what cannot be hashed

    def show_state(self):
        simulator = self.server.simulator
        state = {
            code: site.counts() | {"auto": code in simulator.auto} for code, site in simulator.sites.items()
        }
        said = json.dumps(state, ensure_ascii=False, indent=2).encode() + b"\n"
        self.reply(200, said, {"Content-Type": "application/json"})

    def reply(self, status, body=b"", headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self):
        """Who hangs up while we speak is no news."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format, *args):
        logger.debug("%s %s", self.path, args)


class Server(ThreadingHTTPServer):
    """Listens from the moment it is made; ``simulator`` owns the sites."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port, simulator):
        self.simulator = simulator
        super().__init__(("127.0.0.1", port), Call)
