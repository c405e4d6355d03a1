"""What a crew does about the permits of an order."""

import pytest

from ningshe_portal.simulator.conduct import WAIT, before_report


def order(*permits, is_yours=True, is_signed=True):
    filing = {"is_yours": is_yours, "is_signed": is_signed}
    return {"permits": list(permits), "filing": filing, "visits": [], "plan": None}


def permit(number="S1", status="planned", **said):
    facts = {"is_own": True, "protected_until": None, "way_out": "", "may_be_filed": status == "planned"}
    return facts | {"number": number, "status": status} | said


@pytest.mark.parametrize(
    ("order", "call"),
    [
        (order(permit()), "permits/file"),
        (order(permit(), is_signed=False), ""),
        (order(permit(), is_yours=False), ""),
        (order(permit(status="filed")), ""),
        (order(permit(status="refused"), permit("S2")), "permits/S1/refile"),
        (order(permit(protected_until="2027-01-01", may_be_filed=False)), "permits/S1/way-out"),
    ],
    ids=["to file", "not signed yet", "another files", "with the authority", "refused", "protected"],
)
def test_the_next_call_about_permits(order, call):
    assert before_report(order, "approval")[0] == call


def test_what_only_others_wait_for_is_filed_too_but_not_waited_for():
    others = order(permit(is_own=False))

    assert before_report(others, "approval")[0] == "permits/file"
    assert before_report(order(permit(is_own=False, status="filed")), "approval") is None


@pytest.mark.parametrize("stage", ["excavation", "construction", "backfill", "connection"])
def test_what_is_needed_anew_after_approval_is_seen_to_at_any_stage(stage):
    overtaken = order(permit(protected_until="2027-01-01", may_be_filed=False))

    assert before_report(overtaken, stage)[0] == "permits/S1/way-out"


def test_without_permits_the_stage_is_reported():
    assert before_report(order(), "approval") is None


def test_to_wait_is_to_call_nothing():
    assert WAIT == ("", {})
