"""What is about to be purged is used at the same moment, on real PostgreSQL: whoever uses it wins."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.actors import APPLICANT
from applications.models import Application
from applications.services import submit_application
from applications.tests.factories import DraftFactory
from common import clock
from ningshe_portal.retention import RULES

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
DRAFTS = next(rule for rule in RULES if rule.code == "drafts")


def test_a_draft_handed_in_while_it_is_purged_stays(at):
    start = at("2026-03-10 09:00")
    draft = DraftFactory(channel="window", saved_at=start)
    later = at("2026-11-23 03:00")

    def purge():
        try:
            with clock.moved_to(later):
                return DRAFTS.run().rows
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            submit_application(draft, receivers=[], by=APPLICANT)
            purging = pool.submit(purge)
            time.sleep(0.3)  # it has found the draft and waits for its row
        assert purging.result(20) == 0

    assert Application.objects.get().status == "submitted"
