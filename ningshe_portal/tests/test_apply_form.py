"""The combined form online: drafts, review, handing in, and who may open which."""

import json
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.phone_session import SESSION_KEY as PHONE
from applications.models import Application, Channel, Material, Status
from applications.services import return_application
from applications.tests.factories import ApplicationFactory, DraftFactory
from applications.tests.typed_form import network, typed_form
from milestones.tests.factories import TimeLimitFactory
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    return uuid.uuid4()


@pytest.fixture
def url(token):
    return reverse("apply:form", args=[token])


def post(client, url, action=None, headers=None, **changes):
    data = typed_form(**changes)
    files = {name: data.pop(name) for name in list(data) if name.startswith("material-")}
    data = dict(data.lists()) | files | ({"action": action} if action else {})
    return client.post(url, data, headers=headers or {})


def test_the_start_leads_to_a_fresh_form(client):
    first, second = client.get("/apply/").url, client.get("/apply/").url

    assert re.fullmatch(r"/apply/[0-9a-f-]{36}/", first)
    assert first != second


def test_looking_at_a_form_makes_no_row(client, url):
    assert client.get(url).status_code == 200

    assert not Application.objects.exists()
    assert "sessionid" not in client.cookies


def test_saving_makes_one_draft_with_everything_typed(client, url, token):
    answer = post(client, url, "save", water__demand="很多")
    post(client, url, "save", water__demand="很多")

    assert (answer.status_code, answer.url) == (302, url)
    draft = Application.objects.get()
    assert (draft.token, draft.status, draft.number) == (token, Status.DRAFT, None)
    assert 'value="很多"' in client.get(url).content.decode()


def test_an_automatic_save_answers_with_the_time_and_the_rail(client, url, at):
    at("2026-11-23 09:31")

    answer = post(client, url, "save", headers={"X-Requested-With": "fetch"}, address=None).content.decode()

    assert "已自动保存 09:31" in answer
    assert re.findall(r'<li class="(.*?)">', answer) == [
        "is-complete",
        "",
        "is-complete",
        "is-complete",
        "",
        "",
        "is-complete",
    ]


def test_the_review_shows_the_form_and_saves_no_answers_yet(client, url):
    ServiceAreaFactory(provider=ProviderFactory(name="宁河自来水公司"))

    page = post(client, url, "review").content.decode()

    assert "12.5 吨/日" in page
    assert "宁河自来水公司" in page
    assert "用电：暂无服务单位，由区政务服务办协调" in page
    assert not Application.objects.get().requests.exists()


def test_an_error_is_shown_and_nothing_typed_is_lost(client, url):
    page = post(client, url, "review", water__demand="很多", address="").content.decode()

    assert '<a href="#id_water-demand">用水需求：请只填数字，不带单位和文字，例如 12.5。</a>' in page
    assert '<a href="#id_address">申请地址：请填写申请地址。</a>' in page
    assert 'value="很多"' in page
    assert 'value="天津市宁河区津沽食品有限公司"' in page


@pytest.mark.parametrize("action", [None, "submit"])
def test_handing_in_submits_with_the_named_receivers(client, url, token, action):
    ServiceAreaFactory(provider=ProviderFactory(name="宁河自来水公司"))

    answer = post(client, url, action)

    application = Application.objects.get()
    assert answer.url == reverse("apply:done", args=[token])
    assert (application.status, application.channel) == (Status.SUBMITTED, Channel.ONLINE)
    assert application.consent["receivers"] == ["宁河自来水公司", "用电：暂无服务单位，由区政务服务办协调"]
    assert application.events.get(verb="application.submitted").actor_name == "申请人"
    assert application.requests.count() == 2


def test_the_consent_is_exactly_what_the_review_showed(client, url):
    ServiceAreaFactory(provider=ProviderFactory(name="宁河自来水公司"))
    page = post(client, url, "review").content.decode()
    shown = json.dumps(["宁河自来水公司", "用电：暂无服务单位，由区政务服务办协调"])

    ServiceAreaFactory(provider=ProviderFactory(name="宁河供电公司", service="power"))
    second = post(client, url, "submit", shown_receivers=shown)

    assert "宁河供电公司" not in page
    assert second.status_code == 200
    assert "接收信息的单位刚有调整，请重新核对后提交。" in second.content.decode()
    assert Application.objects.get().status == Status.DRAFT


def test_an_incomplete_form_is_not_handed_in(client, url):
    answer = post(client, url, consents_sharing=None)

    assert answer.status_code == 200
    assert Application.objects.get().status == Status.DRAFT


def test_a_second_press_leads_to_the_same_receipt(client, url):
    first, second = post(client, url), post(client, url)

    assert second.url == first.url
    application = Application.objects.get()
    assert application.events.filter(verb="application.submitted").count() == 1
    assert application.requests.count() == 2


def test_a_second_tab_cannot_change_what_was_handed_in(client, url):
    post(client, url)

    post(client, url, "save", address="别处")
    post(client, url, "submit", **network())

    application = Application.objects.get()
    assert application.address == "芦台街道光明路 18 号"
    assert list(application.requests.values_list("service", flat=True)) == ["water", "power"]


def test_the_receipt_shows_number_code_and_due_date(client, url, token, at):
    TimeLimitFactory(stage="intake", service="", days=1)
    at("2026-11-23 09:30")
    post(client, url)

    page = client.get(reverse("apply:done", args=[token])).content.decode()

    application = Application.objects.get()
    assert application.number in page
    assert application.query_code in page
    assert "2026-11-24（周二）" in page
    assert "data:image/svg+xml" in page


def test_the_query_code_is_shown_to_no_other_browser(client, django_client, url, token):
    post(client, url)

    assert django_client.get(reverse("apply:done", args=[token])).url == "/track/"
    assert django_client.get(url).url == "/track/"


def test_the_browser_that_handed_in_sees_its_case(client, url, token):
    post(client, url)
    client.get(reverse("apply:done", args=[token]))

    assert client.get(f"/case/{Application.objects.get().number}/").status_code == 200


def test_a_draft_can_be_continued_by_whoever_has_its_link(client, django_client, url):
    post(client, url, "save")

    assert "天津市宁河区津沽食品有限公司" in django_client.get(url).content.decode()


def test_a_draft_of_the_window_is_not_opened_here(client, url, token):
    DraftFactory(token=token, channel=Channel.WINDOW)

    assert client.get(url).url == "/track/"


@pytest.fixture
def returned():
    application = ApplicationFactory(token=uuid.uuid4())
    TimeLimitFactory(stage="intake", service="", days=1)
    application.milestones.create(stage="intake", status="running")
    application.milestones.get().spans.create(holder="window", starts_at=application.submitted_at)
    application.milestones.update(opened_at=application.submitted_at, counting_from=application.submitted_at)
    return_application(application, items=["请补充营业执照"], by=make_user())
    return application


def test_a_returned_case_is_answered_by_the_holder_of_its_phone(client, returned):
    url = reverse("apply:form", args=[returned.token])
    session = client.session
    session[PHONE] = returned.contact_phone
    session.save()

    page = client.get(url).content.decode()
    post(client, url, address="新地址 1 号")

    returned.refresh_from_db()
    assert "请补充营业执照" in page
    assert (returned.status, returned.address) == (Status.SUBMITTED, "新地址 1 号")
    assert returned.corrections.get().answered_at == returned.submitted_at
    assert returned.number == Application.objects.get().number


@pytest.mark.parametrize("phone", [None, "13911112222"])
def test_a_returned_case_asks_anybody_else_to_sign_in(client, returned, phone):
    url = reverse("apply:form", args=[returned.token])
    if phone:
        session = client.session
        session[PHONE] = phone
        session.save()

    for answer in (client.get(url), post(client, url)):
        assert answer.url == f"/login/phone/?next=%2Fapply%2F{returned.token}%2F"

    returned.refresh_from_db()
    assert returned.status == Status.RETURNED


def test_files_of_a_form_with_errors_are_kept(client, url):
    good = SimpleUploadedFile("执照.pdf", b"%PDF-1.4\n%%EOF")
    bad = SimpleUploadedFile("坏.exe", b"MZ")

    page = post(client, url, "review", address="", **{"material-identity": [good, bad]}).content.decode()

    assert Material.objects.get().name == "执照.pdf"
    assert "执照.pdf" in page
    assert "“坏.exe”：无法识别的文件。请上传 PDF、JPG、PNG、OFD 或 DWG 文件。" in page


def test_a_bad_file_holds_up_the_handing_in(client, url):
    answer = post(client, url, **{"material-identity": [SimpleUploadedFile("坏.exe", b"MZ")]})

    assert answer.status_code == 200
    assert Application.objects.get().status == Status.DRAFT


def test_a_draft_too_long_is_refused_with_a_sentence(client, url):
    answer = post(client, url, "save", remark="字" * 100_000)

    assert answer.status_code == 413
    assert answer.content.decode() == "填写的内容过长，未能保存，请精简后再试。"


def test_a_post_beyond_all_bounds_gets_a_page(client, url):
    answer = client.post(url, {"remark": "x" * 2_600_000}, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400


def test_the_receivers_follow_town_and_services(client):
    ServiceAreaFactory(provider=ProviderFactory(name="宁河移动", service="network", carrier="mobile"))
    query = {"town": "120117001", "services": ["network"], "network-carriers": ["telecom", "mobile"]}

    page = client.get("/apply/receivers/", query).content.decode()

    assert re.findall(r"<li>(.*?)</li>", page) == [
        "宁河移动",
        "用网（电信）：暂无服务单位，由区政务服务办协调",
    ]


@pytest.mark.parametrize("query", [{}, {"town": "x"}, {"services": "x"}, {"town": "120117001"}])
def test_the_receivers_are_empty_until_both_are_picked(client, query):
    assert "<li>" not in client.get("/apply/receivers/", query).content.decode()


@pytest.fixture
def django_client():
    """A second browser."""
    from django.test import Client

    return Client()


def test_the_papers_follow_applicant_and_services(client, url):
    nothing = client.post(f"{url}needs/", {}).content.decode()
    person = client.post(f"{url}needs/", typed_form(applicant_kind="individual")).content.decode()
    rented = client.post(f"{url}needs/", typed_form(ownership="rented", agent_name="张明")).content.decode()

    assert "选好申请人类型和报装事项后" in nothing
    assert ("身份证件，窗口看过即还" in person, "产权人同意报装的书面意见" in person) == (True, False)
    assert ("产权人同意报装的书面意见" in rented, "授权委托书" in rented) == (True, True)
    assert not Application.objects.exists()


def test_the_papers_are_listed_without_a_script_once_the_form_is_kept(client, url):
    post(client, url, "save")

    page = client.get(url).content.decode()

    assert "凭信用代码核验营业执照" in page


def test_a_stranger_is_not_told_which_papers_a_case_has(client):
    application = ApplicationFactory()

    assert client.post(f"/apply/{application.token}/needs/", typed_form()).url == "/track/"
