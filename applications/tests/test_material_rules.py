from decimal import Decimal

import pytest

from applications.catalogue import MATERIAL_KINDS, SERVICES, Need
from applications.material_rules import RULES, Asked, Facts, required_materials, stand
from applications.models import Material

NEW = {code: Asked("new", Decimal(10)) for code in SERVICES}


def needs(**facts):
    """The needs of a case by paper; a firm with a code that asks for water, unless said otherwise."""
    usual = {"applicant": "organisation", "has_code": True, "services": {"water": NEW["water"]}}
    return {one.kind: one.need for one in required_materials(Facts(**usual | facts))}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {"identity": Need.EXEMPT, "ownership": Need.MAIN}),
        ({"has_code": False}, {"code_proof": Need.MAIN, "ownership": Need.MAIN}),
        ({"applicant": "individual"}, {"identity": Need.SECONDARY, "ownership": Need.MAIN}),
        (
            {"ownership": "rented"},
            {"identity": Need.EXEMPT, "ownership": Need.MAIN, "owner_consent": Need.MAIN},
        ),
        (
            {"ownership": "collective"},
            {"identity": Need.EXEMPT, "ownership": Need.SECONDARY, "owner_consent": Need.MAIN},
        ),
        ({"services": {"network": NEW["network"]}}, {"identity": Need.EXEMPT}),
        ({"services": {}}, {"identity": Need.EXEMPT}),
        ({"has_agent": True, "services": {}}, {"identity": Need.EXEMPT, "mandate": Need.MAIN}),
        ({"applicant": ""}, {}),
        (
            {"services": {"gas": NEW["gas"]}},
            {
                "identity": Need.EXEMPT,
                "ownership": Need.MAIN,
                "site_plan": Need.SECONDARY,
                "load_list": Need.SECONDARY,
            },
        ),
    ],
    ids=[
        "firm",
        "no code yet",
        "person",
        "rented",
        "collective",
        "network only",
        "nothing picked",
        "agent",
        "nobody",
        "gas",
    ],
)
def test_what_a_case_needs(facts, expected):
    assert needs(**facts) == expected


@pytest.mark.parametrize(("demand", "asks"), [(None, False), (160, False), (Decimal("160.01"), True)])
def test_a_plan_is_asked_for_above_low_voltage_only(demand, asks):
    found = needs(services={"power": Asked("new", demand)})

    assert ("site_plan" in found, "load_list" in found) == (asks, asks)


def test_who_expands_has_shown_his_title_before():
    assert needs(services={"power": Asked("expand", Decimal(10))})["ownership"] == Need.EXEMPT


def test_of_two_services_the_one_that_asks_for_more_decides():
    facts = Facts("organisation", True, services={"power": Asked("expand"), "water": Asked("new")})

    found = next(one for one in required_materials(facts) if one.kind == "ownership")

    assert (found.need, found.services) == (Need.MAIN, ("water",))


def test_every_rule_speaks_of_a_paper_and_of_services_there_are():
    kinds = {option.code for option in MATERIAL_KINDS}

    assert {rule.kind for rule in RULES} - kinds == set()
    assert {code for rule in RULES for code in rule.services} - set(SERVICES) == set()


def test_papers_stand_as_brought_promised_or_missing(at):
    moment = at("2026-11-23 09:30")
    required = required_materials(Facts("individual", services={"gas": NEW["gas"]}))

    rows = [Material(kind="ownership"), Material(kind="site_plan", promised_at=moment)]
    standing = {one.requirement.kind: one for one in stand(required, rows)}

    assert [kind for kind, one in standing.items() if one.is_missing] == ["identity", "load_list"]
    assert standing["ownership"].brought == (rows[0],)
    assert standing["site_plan"].promise == rows[1]
    assert [kind for kind, one in standing.items() if one.can_be_promised] == ["identity", "load_list"]
