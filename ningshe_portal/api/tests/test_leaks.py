"""Whatever a provider's system reads, it finds nothing of the other providers and no number of anybody's papers."""

import pytest

from accounts.actors import SYSTEM
from milestones.services import pause_milestone
from ningshe_portal.tests.cases import accepted_case
from utilities.services import acknowledge_order

from .conftest import TAKEN

SECRETS = {
    "credit_code": "911202210000SECRET"[:18],
    "id_number": "120221199001011234",
    "no_code_reason": "代码证遗失秘密",
    "project_code": "2308-120117-04-01-777777",
    "late_entry_reason": "补录秘密",
}


@pytest.fixture
def case(water, power, join):
    """Water and power of one case; power has been worked on and is paused, with words of its own."""
    join("gas", name="宁河燃气秘密公司")
    case = accepted_case(["water", "power", "gas"], **SECRETS)
    theirs = case.requests.get(service="power").orders.get()
    theirs.request.demand, theirs.request.extras = 987654, {"account": "供电户号秘密"}
    theirs.request.save()
    acknowledge_order(
        theirs,
        by=SYSTEM,
        handler_name="供电经办秘密",
        handler_phone="13911112222",
        variant="low",
        needs_survey=True,
    )
    running = theirs.milestones.running().get()
    pause_milestone(
        running, reason="applicant_site", basis="供电暂停依据秘密", evidence="evidence/a.jpg", by=SYSTEM
    )
    return case


@pytest.fixture
def mine(case):
    return case.requests.get(service="water").orders.get()


def everything_read(water, order, at):
    """The text of every answer water can get, also of what it does."""
    at("2027-01-01 09:00")
    answers = [
        water.get("orders"),
        water.get(f"orders/{order.number}"),
        water.get("events"),
        water.post(f"orders/{order.number}/acknowledge", TAKEN),
        water.post(
            f"orders/{order.number}/pauses", {"reason": "applicant_site", "basis": "依据", "evidence": 1}
        ),
        water.post(f"orders/{order.number}/requests", {"paper": "证明"}),
        water.post(f"orders/{order.number}/milestones/plan", {}),
        water.post(f"orders/{order.number}/return", {"reason": "wrong_area"}),
        water.get(f"orders/{order.number}"),
    ]
    return "".join(answer.content.decode() for answer in answers)


def test_nothing_of_the_other_providers_is_told(water, power, case, mine, at):
    text = everything_read(water, mine, at)

    assert mine.number in text
    for secret in (
        "秘密",
        "13911112222",
        "987654",
        "供电",
        f"{case.number}-P",
        f"{case.number}-G",
        "power",
        "gas",
    ):
        assert secret not in text, secret


@pytest.mark.parametrize("name", SECRETS)
def test_no_number_of_the_applicants_papers_is_told(water, case, mine, at, name):
    assert SECRETS[name] not in everything_read(water, mine, at)


def test_the_key_itself_is_kept_nowhere(water):
    assert water.key not in str(vars(water.row))
    assert water.row.prefix == water.key[:10]
