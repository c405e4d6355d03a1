import pytest

from .factories import PASSWORD, UserFactory

NEW = "Lutai-Hook-up-7"
pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(settings):
    settings.STRICT_SIGN_IN = True


@pytest.fixture
def newcomer(client, monkeypatch):
    """Passed the second factor, but still with the password an administrator gave."""
    user = UserFactory(needs_new_password=True, roles=["clerk"])
    monkeypatch.setattr("django_otp.middleware.is_verified", lambda user: True)
    client.force_login(user)
    return user


def change(client, new=NEW, old=PASSWORD, target=""):
    form = {"old_password": old, "new_password1": new, "new_password2": new, "next": target}
    return client.post("/login/password/", form)


def test_a_given_password_must_be_replaced_before_any_page(client, newcomer, strict):
    response = client.get("/admin/?q=1")

    assert response["Location"] == "/login/password/?next=%2Fadmin%2F%3Fq%3D1"


def test_the_own_password_opens_the_way_on(client, newcomer, strict):
    response = change(client, target="/window/")

    newcomer.refresh_from_db()
    assert response["Location"] == "/window/"
    assert (newcomer.needs_new_password, newcomer.check_password(NEW)) == (False, True)
    assert client.get("/admin/").status_code != 200
    assert "/login/password/" not in client.get("/admin/")["Location"]


def test_without_strict_sign_in_nothing_is_asked(client, newcomer):
    response = client.get("/login/phone/")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (PASSWORD, "新密码不能与原密码相同。"),
        ("onlysmallletters", "密码须包含小写字母、大写字母、数字、符号中的至少三种。"),
        ("Aa1-short", "密码太短，至少需要10个字符。"),
    ],
    ids=["the same", "one kind", "short"],
)
def test_a_weak_password_is_refused_with_a_sentence(client, newcomer, new, sentence):
    response = change(client, new=new)

    errors = [error for errors in response.context["form"].errors.values() for error in errors]
    newcomer.refresh_from_db()
    assert errors == [sentence]
    assert newcomer.needs_new_password


def test_the_old_password_must_be_known(client, newcomer):
    response = change(client, old="guessed")

    assert list(response.context["form"].errors) == ["old_password"]
