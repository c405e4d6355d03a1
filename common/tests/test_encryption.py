import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models

from common.encryption import EncryptedTextField, decrypt, encrypt


def test_what_is_encrypted_comes_back():
    assert decrypt(encrypt("120221199001011234 宁河")) == "120221199001011234 宁河"


def test_equal_texts_are_stored_differently():
    assert encrypt("same") != encrypt("same")


def test_the_former_key_still_reads_after_a_change(settings):
    token = encrypt("secret")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert decrypt(token) == "secret"


def test_new_text_is_written_with_the_new_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    token = encrypt("secret")

    settings.SECRET_KEY_FALLBACKS = []

    assert decrypt(token) == "secret"


def test_without_a_fitting_key_the_error_says_what_to_do(settings):
    token = encrypt("secret")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS"):
        decrypt(token)


@pytest.mark.parametrize("value", [None, "", "text"], ids=["none", "empty", "text"])
def test_the_field_gives_back_what_it_was_given(value):
    field = EncryptedTextField()

    stored = field.get_db_prep_save(value, connection)

    assert field.from_db_value(stored, None, connection) == value


def test_the_field_does_not_store_the_text():
    stored = EncryptedTextField().get_db_prep_save("13820001234", connection)

    assert "13820001234" not in stored


@pytest.mark.parametrize("lookup", ["exact", "contains", "in", "startswith"])
def test_the_field_cannot_be_searched(lookup):
    with pytest.raises(FieldError):
        EncryptedTextField(name="id_number").get_lookup(lookup)


def test_the_field_can_be_asked_whether_it_is_empty():
    assert EncryptedTextField().get_lookup("isnull") is models.TextField().get_lookup("isnull")
