"""Whether what was planned for a rehearsal did happen."""

from launch.rehearsal.plan import Plan, describe_verbs

PLAN = Plan(
    ends={"NH1": "finished", "NH2": "finished"},
    script={"NH1": ["refused"], "NH1-W": ["fails"], "NH2-P": ["fails"]},
    proofs={
        "refused": ["不予批准", "permit.refused", ""],
        "fails": ["验收未通过", "milestone.failed", "acceptance"],
    },
)


def event(case, verb, words=""):
    return {"case_number": case, "verb": verb, "words": words}


def test_a_trait_has_shown_where_its_event_stands_in_its_own_case():
    events = [
        event("NH1", "milestone.failed", '{"stage": "acceptance"}'),
        event("NH2", "milestone.failed", '{"stage": "survey"}'),
        event("NH2", "permit.refused"),
    ]
    shown = PLAN.shown(events)

    assert shown == {"fails": 1}
    assert PLAN.missing(shown) == ["不予批准"]
    assert PLAN.describe(shown) == ["情形（发生／安排）：", "    1 / 2   验收未通过", "    0 / 1   不予批准"]


def test_what_was_recorded_of_the_cases_is_counted():
    events = [event("NH1", "fee.paid"), event("NH2", "fee.paid"), event("NH9", "fee.paid")]

    assert describe_verbs(events, PLAN) == ["办理记录：", "  fee.paid 2"]
