from decimal import Decimal

import pytest

from applications.amounts import asked_text, assessed_text, is_assessed_otherwise, total_text
from applications.models import ServiceRequest


def request(**fields):
    return ServiceRequest(**{"service": "power", "business": "new", "demand": Decimal("80.00")} | fields)


def expansion(**fields):
    return request(business="expand", extras={"present_amount": "40.00"}, **fields)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (request(), "80 千伏安（千瓦）"),
        (expansion(), "增加 80 千伏安（千瓦）"),
        (request(demand=None, is_unknown=True), "请现场核定"),
        (request(service="network", users=30, demand=Decimal(500)), "用户数 30 人，500 M"),
        (request(service="network", users=30, demand=None, is_unknown=True), "用户数 30 人，请现场核定"),
    ],
    ids=["plain", "added", "unknown", "network", "network unknown"],
)
def test_what_is_asked_for_is_said_in_words(asked, text):
    assert asked_text(asked) == text


@pytest.mark.parametrize(
    ("asked", "assessed", "total"),
    [
        (expansion(), None, "120 千伏安（千瓦）"),
        (expansion(), Decimal(60), "100 千伏安（千瓦）"),
        (expansion(demand=None, is_unknown=True), None, ""),
        (request(extras={"present_amount": "40"}), None, ""),
        (request(business="expand", extras={"present_amount": "about 40"}), None, ""),
    ],
    ids=["asked", "assessed goes before", "nobody knows", "no expansion", "unreadable"],
)
def test_an_expansion_is_summed_up(asked, assessed, total):
    assert total_text(asked, assessed) == total


@pytest.mark.parametrize(
    ("asked", "is_news"),
    [
        (request(), False),
        (request(assessed_demand=Decimal(80)), False),
        (request(assessed_demand=Decimal(60)), True),
        (request(is_unknown=True, demand=None, assessed_demand=Decimal(80)), True),
    ],
    ids=["not yet", "as asked", "less", "not known before"],
)
def test_only_what_was_not_asked_for_is_news(asked, is_news):
    assert is_assessed_otherwise(asked) is is_news


def test_of_an_expansion_the_added_amount_is_assessed():
    assert assessed_text(expansion(assessed_demand=Decimal("60.50"))) == "增加 60.5 千伏安（千瓦）"
