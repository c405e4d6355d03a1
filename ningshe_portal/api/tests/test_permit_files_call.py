"""A provider's system fetches what was written about the permits of its order, and the mandate it files by."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Reveal
from approvals.services import begin_procedure, decide_permit, file_permits
from common.files import store
from utilities.services import return_order

from .test_download_files import path_of

pytestmark = pytest.mark.django_db


def kept(text):
    return store(b"%PDF-1.7\n" + text.encode(), "evidence", ".pdf")[0]


@pytest.fixture
def permit(water, orders):
    """Granted after a hearing, by the municipal works; the mandate signed on paper."""
    application = orders["water"].application
    application.entrustments.update(scan=kept("mandate"))
    file_permits(application, by=APPLICANT, provider=water.provider)
    permit = application.permits.get(department__code="municipal")
    said = {"procedure": "hearing", "expected_days": 5, "notice_number": "告〔2026〕3 号"}
    begin_procedure(permit, by=APPLICANT, file=kept("notice"), **said)
    decide_permit(permit, outcome="granted", file=kept("decision"), by=APPLICANT)
    return permit


def listed(system, order, permit):
    told = system.get(f"orders/{order.number}").json()["permits"]
    return next(row["files"] for row in told if row["number"] == permit.number)


def test_every_provider_whose_order_waits_for_it_fetches_what_was_written(water, power, orders, permit):
    for system, service in ((water, "water"), (power, "power")):
        files = listed(system, orders[service], permit)

        assert [file["label"] for file in files] == ["听证告知书 告〔2026〕3 号", "决定文书"]
        answers = [system.get(path_of(file)) for file in files]
        assert [answer.body for answer in answers] == [b"%PDF-1.7\nnotice", b"%PDF-1.7\ndecision"]
    seen = Reveal.objects.filter(what="paper").values_list("side", flat=True)
    assert sorted(seen) == ["宁河供电公司", "宁河自来水公司"]


def test_the_mandate_is_for_who_files_by_it(water, power, orders, permit):
    own, others = (
        system.get(f"orders/{orders[name].number}").json()["filing"]
        for system, name in ((water, "water"), (power, "power"))
    )

    assert water.get(path_of({"download_url": own["scan_url"]})).body == b"%PDF-1.7\nmandate"
    assert others["scan_url"] == ""
    assert power.get(f"orders/{orders['power'].number}/mandate").status_code == 404


def test_one_signed_online_has_nothing_to_fetch(water, orders):
    order = orders["water"]

    assert water.get(f"orders/{order.number}").json()["filing"]["scan_url"] == ""
    assert water.get(f"orders/{order.number}/mandate").status_code == 404


def test_who_has_given_the_order_back_does_not_fetch_the_mandate(water, orders, permit):
    return_order(orders["water"], reason="other", detail="转办", by=APPLICANT)

    assert water.get(f"orders/{orders['water'].number}/mandate").status_code == 404


def test_a_permit_the_order_does_not_wait_for_is_not_found(power, orders, permit):
    permit.orders.set([orders["water"]])

    answer = power.get(f"orders/{orders['power'].number}/permits/{permit.number}/files/decision")

    assert (answer.status_code, Reveal.objects.count()) == (404, 0)


@pytest.mark.parametrize("name", ["extension", "paper-1", "procedure-0", "decision-", "x"])
def test_what_is_not_there_is_not_found(water, orders, permit, name):
    path = f"orders/{orders['water'].number}/permits/{permit.number}/files/{name}"

    assert water.get(path).status_code == 404
