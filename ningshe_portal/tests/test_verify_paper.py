import pytest

from applications.drawing import draw_paper
from applications.models import Paper, PaperKind
from applications.papers import issue_paper
from applications.tests.factories import ApplicationFactory
from common import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(at):
    at("2026-11-23 09:30")
    application = ApplicationFactory()
    content = {"number": application.number, "applicant": application.applicant_name}
    return issue_paper(application, PaperKind.CORRECTION, content)


def text(response):
    return response.content.decode()


def test_a_genuine_paper_is_told_with_what_is_on_it(client, paper):
    draw_paper(paper)

    response = client.get(f"/verify/{paper.code}/")

    for fact in (
        "现行有效",
        "一次性补正告知书",
        paper.application.number,
        "天津市****公司",
        "2026-11-23 09:30",
        paper.sha256,
    ):
        assert text(response).count(fact) == 1, fact


def test_the_name_is_masked_for_everybody(client, paper):
    assert text(client.get(f"/verify/{paper.code}/")).count(paper.application.applicant_name) == 0


def test_a_void_paper_is_genuine_but_void(client, paper):
    Paper.objects.update(voided_at=clock.now())

    response = client.get(f"/verify/{paper.code}/")

    assert text(response).count("已于 2026-11-23 作废") == 1
    assert text(response).count("现行有效") == 0


def test_an_unknown_code_is_said_to_be_unknown(client):
    response = client.get("/verify/AAAABBBBCCCCDDDD/")

    assert response.status_code == 404
    assert text(response).count("查无此文书") == 2  # title and heading


def test_the_query_code_verifies_nothing(client, paper):
    assert client.get(f"/verify/{paper.application.query_code}/").status_code == 404


@pytest.mark.parametrize("typed", ["as printed", "lower case", "with blanks"])
def test_a_typed_code_leads_to_its_paper(client, paper, typed):
    code = "-".join(paper.code[start : start + 4] for start in range(0, 16, 4))
    variants = {"as printed": code, "lower case": code.lower(), "with blanks": f" {code.replace('-', ' ')} "}

    response = client.get("/verify/", {"code": variants[typed]})

    assert response["Location"] == f"/verify/{paper.code}/"


@pytest.mark.parametrize("typed", ["查询码", "<script>", "../..", " "])
def test_what_cannot_be_a_code_is_asked_for_again(client, typed):
    response = client.get("/verify/", {"code": typed})

    assert response.status_code == 200
    assert text(response).count("验证码只有字母和数字") == 1


def test_without_a_code_there_is_only_the_question(client):
    assert text(client.get("/verify/")).count("验证码只有字母和数字") == 0


def test_an_answer_is_kept_by_nobody(client, paper):
    assert "no-store" in client.get(f"/verify/{paper.code}/")["Cache-Control"]
