import pytest

from utilities.api_keys import hash_key
from utilities.services import issue_api_key, revoke_api_key

from .factories import ProviderFactory

pytestmark = pytest.mark.django_db


def test_the_key_is_given_once_and_kept_as_a_hash(clerk):
    row, key = issue_api_key(ProviderFactory(), label="营销系统", by=clerk)

    stored = [str(getattr(row, field.attname)) for field in row._meta.fields]
    assert (row.key_hash, row.issued_by, key.startswith(row.prefix)) == (hash_key(key), "王窗口", True)
    assert [text for text in stored if key in text] == []


def test_no_two_keys_are_alike(clerk):
    provider = ProviderFactory()

    assert issue_api_key(provider, label="a", by=clerk)[1] != issue_api_key(provider, label="b", by=clerk)[1]


def test_the_first_revocation_counts(clerk, at):
    row, _key = issue_api_key(ProviderFactory(), label="营销系统", by=clerk)
    first = at("2026-11-23 09:00")
    revoke_api_key(row, by=clerk)
    at("2026-11-24 09:00")
    revoke_api_key(row, by="somebody else")

    row.refresh_from_db()
    assert (row.revoked_at, row.revoked_by) == (first, "王窗口")
