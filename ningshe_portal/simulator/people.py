"""What the demo's applicants, officers and office do by themselves, so that its cases come to their end unattended.

Each act does what is due now, for every case that waits for a person; it calls the same services as the pages.
"""

import logging
import threading

from django.db import connection

from common.status import Refusal

from . import officers, raters
from .planning import confirm_plans
from .visitors import confirm_visits, fix_visits_today

ACTS = (fix_visits_today, confirm_visits, confirm_plans, *officers.ACTS, *raters.ACTS)
logger = logging.getLogger(__name__)


class People:
    """Everybody who is no provider, at a human pace: a round of all acts each ``pace`` seconds."""

    def __init__(self, acts=ACTS, *, pace):
        self.acts, self.pace = acts, pace
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        while not self.stopped.wait(self.pace):
            self.do_all()
            connection.close()

    def do_all(self):
        for act in self.acts:
            try:
                act()
            except Refusal as refusal:
                logger.info("%s: %s", act.__name__, refusal)
            except Exception:
                logger.exception("%s", act.__name__)  # one act that fails must not stop the others

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join(timeout=self.pace)
