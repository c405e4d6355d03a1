import pytest

from accounts.actors import APPLICANT
from applications.models import Paper, PaperKind, RequestStatus, Status
from applications.papers import CODE_ALPHABET, issue_for_each, issue_paper, issue_papers
from applications.services import (
    end_request,
    refuse_application,
    return_application,
    submit_application,
    withdraw_application,
)
from applications.signals import papers_issued
from common import clock
from common.codes import mask_phone

from .factories import ApplicationFactory, DraftFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def papers_of(application):
    return [(paper.kind, paper.serial) for paper in application.papers.all()]


def only_paper(application, kind):
    return application.papers.get(kind=kind)


@pytest.fixture
def submitted():
    application = DraftFactory()
    ServiceRequestFactory(application=application, service="power")
    submit_application(application, receivers=["国网宁河"], by=APPLICANT)
    return application


def test_a_submission_freezes_the_form_and_the_consent(submitted):
    assert papers_of(submitted) == [("form", 1), ("consent", 1)]
    assert only_paper(submitted, "form").content["number"] == submitted.number
    assert only_paper(submitted, "consent").content["receivers"] == ["国网宁河"]
    assert only_paper(submitted, "form").issued_at == submitted.submitted_at


def test_what_changes_later_does_not_change_the_paper(submitted):
    before = only_paper(submitted, "form").content

    submitted.applicant_name = "别的公司"
    submitted.save()
    submitted.requests.update(demand=999)

    assert only_paper(submitted, "form").content == before
    assert before["applicant"] == "天津市宁河区津沽食品有限公司"


def test_a_corrected_form_is_a_second_paper_and_the_first_is_void(submitted, clerk):
    return_application(submitted, items=["营业执照不清晰"], by=clerk)
    submit_application(submitted, receivers=["国网宁河"], by=APPLICANT)

    assert papers_of(submitted) == [
        ("form", 1),
        ("consent", 1),
        ("correction", 1),
        ("form", 2),
        ("consent", 2),
    ]
    valid = submitted.papers.valid()
    assert [(paper.kind, paper.serial) for paper in valid] == [("correction", 1), ("form", 2), ("consent", 2)]


def test_a_correction_lists_everything_and_its_term(submitted, clerk, at):
    at("2026-11-23 09:30")

    return_application(submitted, items=["营业执照不清晰", "缺少总平面图"], by=clerk)

    content = only_paper(submitted, "correction").content
    assert content["items"] == ["营业执照不清晰", "缺少总平面图"]
    assert (content["due_on"], content["clerk"]) == ("2026年12月14日（周一）", "王窗口")


def test_a_second_correction_leaves_the_first_valid(submitted, clerk):
    for _time in range(2):
        return_application(submitted, items=["营业执照不清晰"], by=clerk)
        submit_application(submitted, receivers=[], by=APPLICANT)

    assert submitted.papers.valid().filter(kind="correction").count() == 2


def test_a_refusal_is_written_with_its_reason(submitted, clerk):
    refuse_application(submitted, reason="不在服务范围", by=clerk)

    content = only_paper(submitted, "refusal").content
    assert (content["reason"], content["has_power"]) == ("不在服务范围", True)


def test_a_withdrawal_is_confirmed_with_its_reason(submitted):
    withdraw_application(submitted, reason="项目暂停", by=APPLICANT)

    assert only_paper(submitted, "withdrawal").content["reason"] == "项目暂停"


def test_a_draft_thrown_away_leaves_no_paper():
    draft = DraftFactory()

    withdraw_application(draft, reason="", by=APPLICANT)

    assert papers_of(draft) == []


def test_unavailable_names_reason_and_alternative_of_the_one_request(clerk):
    request = ServiceRequestFactory(status="open", service="gas", application__status=Status.ACCEPTED)
    ServiceRequestFactory(application=request.application, status="open")

    end_request(
        request,
        RequestStatus.UNAVAILABLE,
        by=clerk,
        at=clock.now(),
        text="无管网；距最近管网 3 公里；瓶装气",
        reason="无管网",
        detail="距最近管网 3 公里",
        alternative="瓶装气",
    )

    paper = only_paper(request.application, "unavailable")
    assert paper.request == request
    assert paper.content["reason"] == "无管网；距最近管网 3 公里"
    assert (paper.content["alternative"], paper.content["has_others"]) == ("瓶装气", True)
    assert paper.content["matters"] == ["用气：新开户，10 立方米/日"]


def test_unavailable_said_in_one_sentence_is_the_reason(clerk):
    request = ServiceRequestFactory(status="open", application__status=Status.ACCEPTED)

    end_request(request, RequestStatus.UNAVAILABLE, by=clerk, at=clock.now(), text="该街镇暂无管网")

    content = only_paper(request.application, "unavailable").content
    assert (content["reason"], content["alternative"]) == ("该街镇暂无管网", "")
    assert content["contact_phone"] == mask_phone(
        request.application.contact_phone
    )  # its provider reads it for good


def test_codes_are_random_and_never_the_query_code():
    application = ApplicationFactory()

    codes = {issue_paper(application, PaperKind.CORRECTION, {}).code for _time in range(20)}

    assert len(codes) == 20
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert all(application.query_code not in code for code in codes)


def test_several_papers_cost_three_queries(django_assert_num_queries):
    application = ApplicationFactory()

    with django_assert_num_queries(3):  # the lock, the serials, the papers
        issue_papers(application, {PaperKind.FORM: {}, PaperKind.CONSENT: {}, PaperKind.RECEIPT: {}})


def test_a_paper_for_each_request_costs_three_queries_and_has_a_serial_of_its_own(django_assert_num_queries):
    application = ApplicationFactory()
    requests = [
        ServiceRequestFactory(application=application, service=service) for service in ("water", "gas")
    ]

    with django_assert_num_queries(3):
        issue_for_each(application, PaperKind.ORDER, dict.fromkeys(requests, {}))

    papers = application.papers.all()
    assert [(paper.request, paper.serial) for paper in papers] == list(zip(requests, (1, 2), strict=True))


def test_the_next_paper_of_a_request_voids_the_one_before_and_no_other():
    application = ApplicationFactory()
    water, gas = (
        ServiceRequestFactory(application=application, service=service) for service in ("water", "gas")
    )
    issue_for_each(application, PaperKind.ORDER, {water: {}, gas: {}})

    issue_for_each(application, PaperKind.ORDER, {water: {}})

    valid = application.papers.valid()
    assert [(paper.request, paper.serial) for paper in valid] == [(gas, 2), (water, 3)]


def test_papers_are_announced_together():
    told = []
    papers_issued.connect(lambda papers, **kwargs: told.append(papers), weak=False, dispatch_uid="told")

    papers = issue_papers(ApplicationFactory(), {PaperKind.FORM: {}, PaperKind.CONSENT: {}})

    papers_issued.disconnect(dispatch_uid="told")
    assert told == [papers]
    assert Paper.objects.count() == 2
