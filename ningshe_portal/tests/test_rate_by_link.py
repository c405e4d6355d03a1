"""Rating on the pages: by the link, in the case file, at the window; who reads what of it."""

import re

import pytest

from accounts.actors import APPLICANT
from applications.models import Call
from applications.telling import tell_applicant
from common import clock
from milestones.tests.factories import demo_limits
from ningshe_portal.pages.access import SESSION_KEY
from ningshe_portal.roles import sync_roles
from oversight.links import rating_url, sign
from oversight.models import Duty, Rating
from oversight.services import answer_duty, close_duty, list_subjects, log_call, rate_case
from utilities.account_numbers import note_account
from utilities.models import WorkOrder
from utilities.services import acknowledge_order, connect_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at):
    """Water is on, power was withdrawn with the rest of the case."""
    at("2026-11-27 10:00")
    sync_roles()
    demo_limits()
    ServiceAreaFactory(provider=ProviderFactory(service="water", name="宁河供水", code="water"))
    case = accepted_case(("water",))
    order = WorkOrder.objects.get()
    acknowledge_order(order, by=APPLICANT, handler_name="刘工", needs_survey=True)
    note_account(order, account_number="3310 0021", by=APPLICANT)
    connect_order(order, by=APPLICANT, at=clock.now())
    case.refresh_from_db()
    return case


@pytest.fixture
def link(case):
    return re.sub(r"^https?://[^/]+", "", rating_url(case))


@pytest.fixture
def rated(case):
    """``rated(is_named=True)``: bad for the provider, with words."""

    def rated(**facts):
        subjects = list_subjects(case)
        given = [(subjects[0], 4, "总体还行"), (subjects[1], 5, "窗口热情"), (subjects[2], 1, "等了三周")]
        facts = {"is_named": False, "channel": "link"} | facts
        return rate_case(case, given, by=APPLICANT, **facts)

    return rated


def form_of(**grades):
    return {f"grade-{key}": grade for key, grade in grades.items()} | {"is_named": "no"}


def test_the_page_needs_no_sign_in_and_says_nothing_but_number_and_services(client, case, link):
    page = client.get(link).content.decode()

    assert case.number in page and "用水" in page
    private = (case.applicant_name, case.address, case.contact_name, case.contact_phone, "3310")
    assert [word for word in private if word in page] == []


def test_five_grades_are_kept_and_the_page_thanks(client, case, link):
    page = client.post(link, form_of(case=5, water=4), follow=True)

    assert "谢谢您的评价" in page.content.decode()
    assert {(row.subject, row.grade) for row in Rating.objects.all()} == {("整个办件", 5), ("宁河供水", 4)}


def test_a_second_try_is_told_kindly(client, case, link):
    client.post(link, form_of(case=5))

    page = client.post(link, form_of(case=1)).content.decode()

    assert "不用再填" in page
    assert Rating.objects.get().grade == 5


def test_nothing_that_was_filled_is_lost_where_something_lacks(client, link):
    page = client.post(link, {"grade-water": "2", "words-window": "很热情", "is_named": "yes"})

    html = page.content.decode()
    assert "请选一档" in html and "您写了意见，请再选一档评价" in html
    assert "很热情</textarea>" in html
    assert re.search(r'name="grade-water" value="2"[^>]*checked', html)
    assert re.search(r'name="is_named" value="yes"[^>]*checked', html)


@pytest.mark.parametrize(
    ("moment", "is_open"), [("2026-12-27 23:59", True), ("2026-12-28 00:00", False)], ids=["30th day", "31st"]
)
def test_the_link_ends_with_the_thirtieth_day(client, link, at, moment, is_open):
    at(moment)

    page = client.get(link).content.decode()

    assert ("提交评价" in page, "已过期" in page) == (is_open, not is_open)
    client.post(link, form_of(case=5))
    assert Rating.objects.exists() == is_open


def test_a_wrong_signature_is_as_good_as_no_case(client, case):
    assert client.get(f"/rate/{case.number}/{'x' * 43}/").status_code == 404
    assert client.get(f"/rate/NH20990101000001/{sign(case)}/").status_code == 404


def test_the_case_file_says_on_top_how_it_was_completed_and_asks_for_a_rating(client, case):
    sign_in_phone(client)

    page = client.get(f"/case/{case.number}/").content.decode()

    assert [word in page for word in ("已办结，全部接通", "33100021", "办结通知书", "现在评价")] == [True] * 4


def test_after_the_link_has_expired_the_case_file_still_takes_it(client, case, at):
    at("2027-02-01 10:00")
    sign_in_phone(client)

    client.post(f"/case/{case.number}/rate/", form_of(case=3))

    assert Rating.objects.get().channel == "case_file"
    assert "现在评价" not in client.get(f"/case/{case.number}/").content.decode()


@pytest.fixture
def by_code(client, case):
    """A visitor with nothing but the 查询码 of the receipt."""
    session = client.session
    session[SESSION_KEY] = {case.number: case.query_code_version}
    session.save()
    return client


def test_by_the_code_of_the_receipt_nobody_rates_in_the_name_of_the_applicant(by_code, client, case):
    answer = client.post(f"/case/{case.number}/rate/", form_of(case=5, water=5))

    assert answer["Location"].startswith("/login/phone/")
    assert not Rating.objects.exists()


def test_the_code_of_the_receipt_shows_neither_link_nor_rating_nor_whether_there_is_one(by_code, case, rated):
    addresses = [f"/case/{case.number}/", f"/case/{case.number}/data/"]
    before = [pages_without_tokens(by_code, address) for address in addresses]

    rated()

    assert [pages_without_tokens(by_code, address) for address in addresses] == before
    assert not any("/rate/" in page for page in before)
    assert "用手机号登录后" in before[0]


def pages_without_tokens(client, address):
    return re.sub(r'(nonce|value|content)="[^"]*"', "", client.get(address).content.decode())


def test_a_copy_of_ones_data_has_the_invitation_without_its_link(client, case, link):
    sign_in_phone(client)

    page = client.get(f"/case/{case.number}/data/").content.decode()

    assert "请您评价这次服务" in page and link not in page


def test_who_has_no_mobile_is_not_invited_through_a_clerk(case, at):
    Call.objects.all().delete()
    case.contact_phone = "022-12345678"

    assert tell_applicant(case, "rating.invited", key="", url=rating_url(case)) == []
    assert not Call.objects.exists()


def test_an_expired_link_says_how_one_may_still_rate(client, link, at):
    at("2027-02-01 10:00")

    page = client.get(link).content.decode()

    assert "用联系人或代理人的手机号登录" in page and "查询码" not in page


def test_at_the_window_it_is_kept_who_typed_it(client, case):
    user = sign_in_staff(client, "clerk")

    client.post(f"/window/{case.number}/rate/", form_of(case=5, window=5))

    assert {row.entered_by for row in Rating.objects.all()} == {user}


def test_the_desk_of_a_clerk_looks_the_same_before_and_after_somebody_rated(client, case, rated):
    sign_in_staff(client, "clerk")
    verbs = []
    for act in (rated, list):
        page = client.get(f"/window/{case.number}/").context
        verbs.append([name for table in ("verbs", "other_verbs") for name, *_rest in page[table]])
        act()

    again = client.post(f"/window/{case.number}/rate/", form_of(case=1), follow=True)

    assert "rate" in verbs[0] and verbs[0] == verbs[1]
    assert "每个办件只评价一次" in again.content.decode() and "您已经评价过" not in again.content.decode()
    assert Rating.objects.filter(entered_by=None).count() == Rating.objects.count() == 3


@pytest.mark.parametrize(
    ("who", "is_named", "seen"),
    [
        ("applicant", False, {"总体还行", "窗口热情", "等了三周"}),
        ("supervisor", False, {"总体还行", "窗口热情", "等了三周"}),
        ("office", False, {"总体还行", "窗口热情", "等了三周"}),
        ("clerk", False, set()),
        ("clerk", True, {"窗口热情"}),
        ("provider", False, set()),
        ("provider", True, {"等了三周"}),
    ],
)
def test_who_reads_what_in_the_case_file(client, case, rated, who, is_named, seen):
    rated(is_named=is_named)
    if who == "applicant":
        sign_in_phone(client)
    elif who == "provider":
        sign_in_member(client, WorkOrder.objects.get().provider)
    else:
        sign_in_staff(client, who)

    page = client.get(f"/case/{case.number}/").content.decode()

    assert {words for words in ("总体还行", "窗口热情", "等了三周") if words in page} == seen
    assert ("申请人作出了评价" in page) == (who in ("supervisor", "office"))


@pytest.fixture
def replied(client, rated):
    rated()
    duty = Duty.objects.get()
    answer_duty(duty, answer="已培训", by=APPLICANT)
    by = sign_in_staff(client, "office")
    log_call(duty, is_reached=True, said="电话里说的", by=by)
    close_duty(duty, reply="已增派班组，致歉。", by=by)
    client.logout()


def test_who_rated_reads_the_public_reply_and_when_he_was_called_and_no_more(client, case, link, replied):
    by_link = client.get(link).content.decode()
    sign_in_phone(client)
    in_case_file = client.get(f"/case/{case.number}/").content.decode()

    for page in (by_link, in_case_file):
        assert "已增派班组，致歉。" in page and "回访 2026-11-27" in page
        assert [said for said in ("已培训", "电话里说的") if said in page] == []
    assert [words for words in ("总体还行", "等了三周", "整个办件") if words in by_link] == []


def test_by_the_link_he_reads_until_when_a_bad_grade_is_answered(client, link, rated):
    rated()

    page = client.get(link).content.decode()

    assert "宁河供水" in page and "答复期限" in page
