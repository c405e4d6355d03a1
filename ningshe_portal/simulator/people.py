"""What the demo's applicants, officers and office do by themselves, so that its cases come to their end unattended.

Each act does what is due now, for every case that waits for a person; it calls the same services as the pages.
"""

import logging
import threading

from django.db import OperationalError, connection

from common.status import Refusal

from . import leavers, officers, planning, raters, visitors
from .script import Script

# What brings every case to its end, and before it what a case may have in store.
ACTS = (*visitors.ACTS, *planning.ACTS, *officers.ACTS, *raters.ACTS)
ALL_ACTS = (*leavers.ACTS, *visitors.DETOURS, *officers.SECOND_TRIES, *ACTS)
logger = logging.getLogger(__name__)


class People:
    """Everybody who is no provider, at a human pace: a round of all acts each ``pace`` seconds.

    ``script``: what the cases have in store besides their usual way.
    """

    def __init__(self, acts=ALL_ACTS, *, pace, script=None):
        self.acts, self.pace = acts, pace
        self.script = script or Script()
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        while not self.stopped.wait(self.pace):
            self.do_all()
            connection.close()

    def do_all(self):
        for act in self.acts:
            try:
                act(self.script)
            except Refusal as refusal:
                logger.info("%s: %s", act.__name__, refusal)
            except OperationalError as error:  # the next round does it
                logger.warning("%s: the database did not answer in time: %s", act.__name__, error)
            except Exception:
                logger.exception("%s", act.__name__)  # one act that fails must not stop the others

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join(timeout=self.pace)
