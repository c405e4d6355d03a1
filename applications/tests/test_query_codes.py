import uuid

from applications import query_codes

TOKEN = uuid.UUID("11111111-2222-3333-4444-555555555555")


def test_a_code_is_eight_unmistakable_characters():
    code = query_codes.derive(TOKEN, 1)

    assert len(code) == 8
    assert set(code) <= set(query_codes.ALPHABET)
    assert set(query_codes.ALPHABET).isdisjoint("01OI")


def test_a_code_is_the_same_each_time_and_another_for_a_new_version():
    assert query_codes.derive(TOKEN, 1) == query_codes.derive(TOKEN, 1)
    assert query_codes.derive(TOKEN, 1) != query_codes.derive(TOKEN, 2)


def test_a_code_may_be_typed_in_lower_case_with_blanks():
    code = query_codes.derive(TOKEN, 1)

    assert query_codes.matches(f" {code[:4].lower()}-{code[4:]} ", TOKEN, 1)


def test_a_wrong_or_strange_code_does_not_match():
    assert not any(query_codes.matches(code, TOKEN, 1) for code in ("", "22222222", "查询码", "x" * 5000))


def test_a_code_printed_under_the_former_secret_still_opens(settings):
    code = query_codes.derive(TOKEN, 1)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert query_codes.matches(code, TOKEN, 1)
