"""The command: only in the demo, for the providers whose pushes come here, with a fresh key each time."""

import pytest
from django.core.management import CommandError, call_command

from ningshe_portal.management.commands.simulate_providers import (
    fresh_key,
    make_sites,
    read_auto,
    simulated_providers,
)
from utilities.api_keys import hash_key
from utilities.models import ApiKey
from utilities.tests.factories import EndpointFactory, ProviderFactory

CODES = ["water", "mobile", "unicom", "telecom"]


def test_it_runs_in_the_demo_only(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="模拟系统只能在 DEMO=1 时运行。"):
        call_command("simulate_providers")


def test_it_plays_those_whose_pushes_come_here(db, settings):
    settings.SIMULATOR_URL = "http://127.0.0.1:8001"
    here = ProviderFactory(endpoint=EndpointFactory(url="http://127.0.0.1:8001/water"))
    ProviderFactory(endpoint=EndpointFactory(url="http://127.0.0.1:80010/water"))
    ProviderFactory(endpoint=None)

    assert simulated_providers() == [here]


def test_a_new_run_has_a_new_key_and_the_old_one_is_void(db):
    provider = ProviderFactory()

    first, second = fresh_key(provider), fresh_key(provider)

    assert [row.key_hash for row in ApiKey.objects.usable()] == [hash_key(second)]
    assert ApiKey.objects.get(key_hash=hash_key(first)).revoked_at is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all", CODES),
        ("none", []),
        ("", []),
        ("water", ["water"]),
        ("water, unicom", ["water", "unicom"]),
        ("mobile,unicom,telecom", ["mobile", "unicom", "telecom"]),
    ],
)
def test_who_works_by_himself(text, expected):
    assert read_auto(text, CODES) == expected


def test_the_usual_choice_does_not_mind_who_is_missing():
    assert read_auto("mobile,unicom,telecom", ["water", "unicom"]) == ["unicom"]


def test_an_unknown_code_is_told():
    with pytest.raises(
        CommandError, match="--auto 有误：steam。可用：water、mobile、unicom、telecom、all、none"
    ):
        read_auto("steam", CODES)


def test_a_behaviour_can_be_given_at_the_start(db):
    provider = ProviderFactory(code="water")

    assert [site.behaviour for site in make_sites([provider], ["water=hang"])] == ["hang"]


@pytest.mark.parametrize("word", ["water=sleep", "steam=ok", "water"])
def test_an_unknown_behaviour_is_told(db, word):
    with pytest.raises(CommandError, match="--behaviour 有误："):
        make_sites([ProviderFactory(code="water")], [word])
