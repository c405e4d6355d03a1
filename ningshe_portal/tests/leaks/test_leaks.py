"""Each role fetches every address there is; what belongs to others must not be on any page."""

import re
from collections import Counter

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django.http import HttpResponseNotFound
from django.urls import reverse

from accounts.tests.factories import UserFactory
from approvals.models import Department
from ningshe_portal.tests.cases import sign_in_phone
from utilities.models import WorkOrder

from .addresses import addresses_by_route, all_addresses
from .together import OFFICERS_DEPARTMENT
from .world import build_world

pytestmark = pytest.mark.django_db
PHONES = r"138[1-3]{4}000\d"
YUAN_A, YUAN_B, YUAN_BOTH = (rf"{yuan},?00\d" for yuan in ("91,?110", "92,?220", "183,?330"))
A = rf"ZZA(CASE|SETUP)\d|zzasetup\d|13811110001|{YUAN_A}|{YUAN_BOTH}"
B = rf"ZZB(CASE|SETUP)\d|zzbsetup\d|13822220002|{YUAN_B}|{YUAN_BOTH}"
CASES = rf"ZZ[ABWTDP]CASE\d|{PHONES}|{YUAN_A}|{YUAN_B}|{YUAN_BOTH}"
SETUP = r"ZZ[AB]SETUP\d|zz[ab]setup\d"
EVERYTHING = rf"{SETUP}|{CASES}"
IDENTITY = r"ZZ[AB]CASE7(?!\d)"  # shown whole to nobody
FORBIDDEN = {
    "zza": rf"{B}|ZZ[WT]CASE\d",
    "zzb": rf"{A}|ZZ[WT]CASE\d",
    "officer": rf"{SETUP}|ZZ[ABWTP]CASE\d|{PHONES}|{YUAN_A}|{YUAN_B}|{YUAN_BOTH}",
    "regulator": EVERYTHING,
    "anonymous": EVERYTHING,
    "applicant": rf"{B}|13833330003|ZZ[DP]CASE\d",
    "administrator": CASES,
    "clerk": rf"{IDENTITY}|ZZTCASE\d",
    "office and supervisor": IDENTITY,
}
# Whom one shares a permit, a trench or a visit with is said where they are: a name, and nothing else.
NAMES = {"zza": "ZZBSETUP4", "zzb": "ZZASETUP4", "applicant": "ZZBSETUP4"}
# The department reads who filed, on paper as through its gateway.
FILERS = r"ZZ[AB]SETUP[246]"
ENOUGH = 3  # refusals of a route one after the other: no other value will make a difference
VERBS_OF_ROW = re.compile(r"(.+/\d+/do/).+")  # the row is looked up before the verb is
# By his link the rater, whoever he is signed in as, reads whom he has rated.
RATED, RATING_LINK = r"ZZ[AB]SETUP4", "/rate/<slug:number>/<slug:signature>/"
PUBLIC = "/guide/"  # names the providers and their hotlines to everybody


@pytest.fixture(scope="module")
def world(module_at):
    sides, _cases = build_world(at=module_at)
    return {side.user.username: side for side in sides}


@pytest.fixture
def signed_in(client, world):
    """The browser of a role; the two providers go by their user names."""

    def signed_in(role):
        if role in world:
            client.force_login(world[role].user)
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {world[role].api_key}"
        elif role == "applicant":
            sign_in_phone(client, "13811110001")
        elif role != "anonymous":
            user = UserFactory(roles=role.split(" and "), is_staff=True)
            if role == "officer":
                Department.objects.get(code=OFFICERS_DEPARTMENT).members.add(user)
            client.force_login(user)
        return client

    return signed_in


def read(answer):
    """The text of an answer; of a file only its name."""
    if answer.streaming:
        answer.getvalue()
        return answer.get("Content-Disposition", "")
    return answer.content.decode(errors="replace")


@pytest.fixture
def told(monkeypatch, undrawn):
    """A file is judged by its name. What is not found has one page, which knows no row."""
    monkeypatch.setattr("ningshe_portal.urls.handler404", not_found, raising=False)


def not_found(_request, exception):
    """What could tell of a row is here still: the reason."""
    return HttpResponseNotFound(str(exception))


@pytest.mark.parametrize("role", FORBIDDEN)
def test_no_page_shows_a_role_what_is_not_its_own(role, signed_in, told):
    client, secret = signed_in(role), re.compile(FORBIDDEN[role])
    leaks, broken, shared = [], [], list(shared_places())

    for route, addresses in addresses_by_route():
        refusals, not_there = 0, Counter()
        for address in addresses:
            row = VERBS_OF_ROW.match(address)
            if row and not_there[row[1]] == ENOUGH:
                continue
            answer = client.get(address)
            refusals = refusals + 1 if is_refused(answer) else 0
            not_there[row and row[1]] += answer.status_code == 404
            text = read(answer)
            if address == "/metrics":  # how many seconds and bytes may look like anybody's yuan
                text = re.sub(r" \S+$", "", text, flags=re.MULTILINE)
            if any(place in address for place in shared):
                text = text.replace(NAMES.get(role, "?"), "?")
            if role == "officer" and "/approvals/permit/" in address:
                text = re.sub(FILERS, "?", text)
            if route == RATING_LINK:
                text = re.sub(RATED, "?", text)
            if route != PUBLIC and secret.search(text):
                leaks.append((address, secret.search(text)[0]))
            if answer.status_code >= 500 and not address.startswith(("/readyz", "/healthz")):
                broken.append(address)
            if answer.status_code == 405 or refusals == ENOUGH or (refusals and address == route):
                break

    assert (leaks, broken) == ([], [])


def shared_places():
    """Of which addresses those are that tell of the work of several together."""
    is_shared = Q(permits__isnull=False) | Q(dig_parties__isnull=False) | Q(attendances__visit__is_joint=True)
    orders = WorkOrder.objects.filter(is_shared).distinct()
    for order in orders.select_related("request__application"):
        yield from (order.number, order.application.number, f"/workorder/{order.pk}/")
    yield "/api/v1/events"


def is_refused(answer):
    """The role may not go there at all, whatever the row: what is another's is not found instead."""
    return answer.status_code in (401, 403) or "/login/" in answer.get("Location", "")


@pytest.mark.parametrize(
    "query", ["", "q=ZZ", "step=ended", "status__exact=open", "all=", "provider__id__exact=2"]
)
@pytest.mark.parametrize("role", ["zza", "zzb"])
def test_a_provider_counts_its_own_orders_only(role, query, signed_in, world):
    client = signed_in(role)
    own = {order.number for order in world[role].orders}

    changelist = client.get(f"{reverse('admin:utilities_workorder_changelist')}?{query}").context["cl"]

    listed = {order.number for order in changelist.result_list}
    assert (listed - own, changelist.result_count) == (set(), len(listed))


@pytest.mark.parametrize("role", ["zza", "zzb"])
def test_the_numbers_on_the_steps_count_own_orders(role, signed_in, world):
    changelist = signed_in(role).get(reverse("admin:utilities_workorder_changelist")).context["cl"]

    counted = sum(
        int(number) for step in changelist.steps for number in re.findall(r" (\d+)$", str(step["display"]))
    )
    living = [
        order for order in world[role].orders if order.provider.orders.living().filter(pk=order.pk).exists()
    ]
    assert counted == len(living)


@pytest.mark.parametrize(("role", "other"), [("zza", "zzb"), ("zzb", "zza")])
def test_whatever_hangs_on_a_foreign_order_is_not_there(role, other, signed_in, world):
    client, foreign = (
        signed_in(role),
        {f"/admin/utilities/workorder/{order.pk}/" for order in world[other].orders},
    )

    answers = {
        client.get(address, follow=True).status_code
        for address in all_addresses()
        if any(address.startswith(start) for start in foreign)
    }

    assert answers <= {403, 404}


@pytest.mark.parametrize("role", ["zza", "officer"])
def test_recent_actions_are_ones_own(role, signed_in, world, admin_user):
    LogEntry.objects.log_actions(admin_user.pk, [world["zzb"].orders[0]], 2, "ZZBCASE50", single_object=True)

    page = signed_in(role).get("/admin/", follow=True).content.decode()

    assert world["zzb"].orders[0].number not in page


def test_the_sweep_would_see_a_leak(signed_in, world):
    """Its own texts are on the pages of a provider: the patterns above look for the right thing."""
    page = f"/admin/utilities/workorder/{world['zza'].orders[0].pk}/change/"

    text = read(signed_in("zza").get(page))

    found = set(re.findall(r"ZZACASE2\d", text))
    assert page in set(all_addresses())
    assert found == {f"ZZACASE2{number}" for number in (0, 1, 2, 4, 6, 7, 8, 9)}
