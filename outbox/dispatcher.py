"""The sweeping and sending of Celery's workers in one process, for a portal that runs without a broker."""

import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, connections

from .holder import name, take_name
from .models import Message
from .services import AlreadyClaimed, free_left_behind, record_heartbeat, send_in_turn, tidy_outbox

logger = logging.getLogger(__name__)


class Dispatcher:
    """Sweeps until it is stopped; what is on the line then is still finished, at most one call each."""

    def __init__(self, *, threads, pause_seconds):
        self.threads = threads
        self.pause_seconds = pause_seconds
        self.stopping = threading.Event()
        self.busy = set()
        self.has_taken_over = False

    def stop(self):
        self.stopping.set()

    def may_go_on(self):
        return not self.stopping.is_set()

    def run(self):
        with ThreadPoolExecutor(self.threads, thread_name_prefix="sending") as pool:
            while self.may_go_on():
                self.sweep(pool)
                self.stopping.wait(self.pause_seconds)

    def sweep(self, pool):
        """One round; a database that is away for a while ends the round, not the dispatcher."""
        try:
            self.take_over()
            record_heartbeat("dispatcher")
            tidy_outbox()
            for pk in set(Message.objects.in_turn().values_list("pk", flat=True)) - self.busy:
                self.busy.add(pk)
                pool.submit(self.send, pk).add_done_callback(log_failure)
        except Error:
            logger.exception("The outbox could not be swept")
            connections.close_all()

    def take_over(self):
        """Once, before anything is sent: what a killed dispatcher of this machine had on the line."""
        if not self.has_taken_over:
            take_name(f"dispatcher@{socket.gethostname()}")
            free_left_behind(name())
            self.has_taken_over = True

    def send(self, pk):
        try:
            if self.may_go_on():
                send_in_turn(Message.objects.get(pk=pk), may_go_on=self.may_go_on)
        except AlreadyClaimed:
            pass  # the next sweep finds it
        finally:
            self.busy.discard(pk)
            connections.close_all()


def log_failure(future):
    if error := future.exception():
        logger.error("A message could not be tried; its lease will run out", exc_info=error)
