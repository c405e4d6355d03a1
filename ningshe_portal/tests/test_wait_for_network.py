"""Being told when the network comes: chosen on the case file or at the desk, listed for the office."""

import pytest

from accounts.actors import SYSTEM
from applications.models import Waiting
from applications.services import end_request
from common import clock

from .cases import accepted_case, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = accepted_case(("water", "gas"))
    end_request(case.requests.get(service="gas"), "unavailable", by=SYSTEM, at=clock.now(), text="暂无管网")
    return case


def choose(client, case, where, *requests):
    return client.post(f"/{where}/{case.number}/network/", {"requests": list(requests)}, follow=True)


@pytest.mark.parametrize("where", ["case", "window"])
def test_it_is_chosen_and_given_up_again(client, case, where):
    sign_in_phone(client) if where == "case" else sign_in_staff(client, "clerk")
    gas = case.requests.get(service="gas").pk

    choose(client, case, where, gas)
    chosen = Waiting.objects.untold().count()
    choose(client, case, where)

    assert (chosen, Waiting.objects.untold().count()) == (1, 0)


def test_only_what_has_no_network_can_be_chosen(client, case):
    sign_in_phone(client)

    page = choose(client, case, "case", case.requests.get(service="water").pk)

    assert not Waiting.objects.exists()
    assert page.status_code == 200


def test_the_case_file_says_how_it_stands(client, case):
    sign_in_phone(client)

    before = client.get(f"/case/{case.number}/").content.decode()
    choose(client, case, "case", case.requests.get(service="gas").pk)
    after = client.get(f"/case/{case.number}/").content.decode()

    assert ("管网通达时可以告知您" in before, "已登记，管网通达时告知您" in after) == (True, True)


def test_the_office_sees_who_waits_and_tells_where_only_a_part_of_the_town_was_without(client, case):
    sign_in_phone(client)
    choose(client, case, "case", case.requests.get(service="gas").pk)
    office = sign_in_staff(client, "office")
    office.is_staff = True
    office.save()

    page = client.get("/admin/applications/waiting/").content.decode()
    client.post(
        "/admin/applications/waiting/", {"action": "tell", "_selected_action": [Waiting.objects.get().pk]}
    )

    assert ("138****1234" in page, case.contact_phone in page) == (True, False)
    assert not Waiting.objects.untold().exists()
