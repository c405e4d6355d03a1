import hashlib
import io
import threading
from datetime import date, timedelta

import pypdf
import pytest
from django.db import connection
from django.template import TemplateDoesNotExist

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.catalogue import SERVICES
from applications.drawing import draw_paper, read_paper
from applications.models import ContactAttempt, Half, Paper, PaperKind
from applications.papers import issue_paper
from applications.services import (
    refuse_application,
    return_application,
    submit_application,
    terminate_application,
    withdraw_application,
)
from applications.tasks import SWEEP, draw, draw_undrawn_papers
from common.files import full_path

from .factories import ApplicationFactory, DraftFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def submit(application, *services):
    for service in services:
        for carrier in SERVICES[service].carriers or (None,):
            ServiceRequestFactory(
                application=application, service=service, carrier=carrier.code if carrier else ""
            )
    submit_application(application, receivers=["宁河水务", "国网宁河"], by=APPLICANT)
    return application


def pages_of(paper):
    return pypdf.PdfReader(io.BytesIO(read_paper(paper))).pages


def text_of(paper):
    """Everything printed, without the spaces and line ends of its layout."""
    return "".join("".join(page.extract_text() for page in pages_of(paper)).split())


def test_the_form_says_cell_by_cell_what_the_paper_form_asks():
    application = DraftFactory(
        form_date=date(2026, 11, 20), survey_on=date(2026, 11, 26), survey_half=Half.MORNING
    )
    submit(application, "water", "power", "gas", "network")

    text = text_of(application.papers.get(kind="form"))

    for cell in (
        "宁河区水电气网联动报装信息表",
        "时间：2026年11月20日",
        "申请单位天津市宁河区津沽食品有限公司信用代码91120221MA05XXXX0A",
        "申请地址芦台街道光明路18号",
        "预约踏勘时间2026年11月26日上午",
        "联系人李建国联系电话13820001234",
        "联合报装事项用水报装☑用电报装☑用气报装☑用网报装☑",
        "业务类型：新开户☑增容☐绿化☐临时用水☐",
        "用水需求：10吨/日用水性质：生产☐生活☐消防☐",
        "业务类型：新装☑增容☐",
        "用电容量：10千伏安（千瓦）",
        "用气需求：10立方米/日用气性质：生产☐生活☐",
        "用网需求：手机信号☐宽带信号☐",
        "用网性质：移动☑联通☑电信☑",
    ):
        assert text.count(cell) == 1, cell


def test_what_was_not_filled_stays_blank_on_the_form():
    application = submit(DraftFactory(), "water")

    text = text_of(application.papers.get(kind="form"))

    for cell in ("预约踏勘时间年月日", "用电报装☐", "用电容量：千伏安（千瓦）", "用户数人，需要带宽M"):
        assert text.count(cell) == 1, cell


def test_the_form_is_one_page_and_two_with_its_supplement():
    plain = submit(DraftFactory(), *SERVICES)
    supplemented = submit(DraftFactory(extras={"remark": "门口有变压器"}), "water")

    assert len(pages_of(plain.papers.get(kind="form"))) == 1
    assert len(pages_of(supplemented.papers.get(kind="form"))) == 2


def test_the_longest_names_and_rare_characters_stay_on_two_pages():
    application = DraftFactory(
        applicant_name="欧阳𠮷䶮龘" * 24, address="滨水大街与光明路交口" * 20, contact_name="阿卜杜拉" * 15
    )
    submit(application, *SERVICES)

    form = application.papers.get(kind="form")

    assert len(pages_of(form)) == 2
    assert text_of(form).count("𠮷䶮龘") == 24


@pytest.mark.parametrize("lines", [9, 12])
def test_the_seal_never_stands_on_a_page_of_its_own(lines):
    application, clerk = submit(DraftFactory(), "water"), UserFactory(roles=["clerk"])

    refuse_application(application, by=clerk, reason="\n".join(["缺总平面图"] * lines))

    _first, last = (page.extract_text() for page in pages_of(application.papers.get(kind="refusal")))
    assert last.strip().startswith("如对本通知有异议")


def test_markup_of_an_applicant_is_only_text(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    markup = f'<link rel="attachment" href="{secret.as_uri()}"><b>甲</b>'
    application = submit(DraftFactory(applicant_name=markup), "water")

    form = application.papers.get(kind="form")

    assert text_of(form).count("".join(markup.split())) == 1
    assert pypdf.PdfReader(io.BytesIO(read_paper(form))).attachments == {}


def test_the_consent_names_receivers_and_wishes_on_one_page():
    application = submit(DraftFactory(wants_joint_survey=True, agent_name="赵敏"), *SERVICES)
    consent = application.papers.get(kind="consent")

    text = text_of(consent)

    assert len(pages_of(consent)) == 1
    for line in (
        "1.宁河水务",
        "2.国网宁河",
        "同意☑向上列单位",
        "联合踏勘：各专营单位一次上门是☑否☐",
        "委托赵敏代为办理",
    ):
        assert text.count(line) == 1, line


def terminate_unreachable(application, *, by):
    return_application(application, items=["权属证明"], by=by)
    for days in (1, 2, 3):
        at = application.submitted_at + timedelta(days=days)
        ContactAttempt.objects.create(application=application, way="phone", at=at)
    terminate_application(application, reason="缺总平面图", by=by)


@pytest.mark.parametrize(
    ("kind", "services", "expected"),
    [
        ("refusal", ["water"], "或拨打政务服务便民热线12345。"),
        ("refusal", ["power"], "12345；涉及用电报装的，也可拨打能源监管热线12398。"),
        ("correction", ["water"], "一、需补正的内容（共1项）1.缺总平面图"),
        ("withdrawal", ["water"], "撤回原因缺总平面图"),
        ("termination", ["water"], "一、理由缺总平面图工作人员于"),
    ],
    ids=["refused water", "refused power", "returned", "withdrawn", "terminated"],
)
def test_a_notice_says_what_it_must(kind, services, expected, clerk):
    application = submit(DraftFactory(), *services)
    verbs = {
        "refusal": lambda: refuse_application(application, reason="缺总平面图", by=clerk),
        "correction": lambda: return_application(application, items=["缺总平面图"], by=clerk),
        "withdrawal": lambda: withdraw_application(application, reason="缺总平面图", by=clerk),
        "termination": lambda: terminate_unreachable(application, by=clerk),
    }
    verbs[kind]()

    text = text_of(application.papers.get(kind=kind))

    assert text.count(expected) == 1
    for line in (f"办件编号：{application.number}", "经办人：王窗口", "（盖章处）", "申请人（代理人）签收："):
        assert text.count(line) == 1, line
    assert text.count("行政复议") + text.count("诉讼") == 0


def test_drawing_stores_the_file_its_hash_and_the_moment():
    paper = submit(DraftFactory(), "water").papers.get(kind="form")

    draw(paper.pk)

    paper.refresh_from_db()
    content = full_path(paper.file).read_bytes()
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert (paper.attempts, paper.drawn_at is None) == (1, False)


def test_a_drawn_paper_is_never_drawn_again():
    paper = submit(DraftFactory(), "water").papers.get(kind="form")
    draw_paper(paper)
    first = (paper.file, paper.drawn_at)
    Paper.objects.filter(pk=paper.pk).update(content={"applicant": "别的公司"})

    draw(paper.pk)

    paper.refresh_from_db()
    assert (paper.file, paper.drawn_at) == first


def test_of_two_workers_the_first_to_finish_decides():
    paper = submit(DraftFactory(), "water").papers.get(kind="form")
    stale = Paper.objects.get(pk=paper.pk)
    stale.content = stale.content | {"applicant": "别的公司"}
    draw_paper(paper)

    draw_paper(stale)

    assert (stale.file, stale.sha256, stale.drawn_at) == (paper.file, paper.sha256, paper.drawn_at)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_leave_one_file():
    paper = submit(DraftFactory(), "water").papers.get(kind="form")
    seen = []

    def work():
        mine = Paper.objects.select_related("application").get(pk=paper.pk)
        draw_paper(mine)
        seen.append(mine.sha256)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    paper.refresh_from_db()
    assert seen == [paper.sha256] * 3
    assert len(list(full_path("papers").rglob("*.pdf"))) == 1


@pytest.fixture
def handed_over(monkeypatch):
    """The keys the sweep hands to the workers."""
    keys = []
    monkeypatch.setattr(draw, "apply_async", lambda args, **options: keys.append(args[0]))
    return keys


def test_a_paper_that_cannot_be_drawn_moves_behind_the_others(handed_over):
    application = ApplicationFactory()
    poison = issue_paper(application, "nonsense", {})
    with pytest.raises(TemplateDoesNotExist):
        draw(poison.pk)
    others = [issue_paper(application, PaperKind.CORRECTION, {}) for _number in range(2)]

    draw_undrawn_papers()

    assert handed_over == [*(paper.pk for paper in others), poison.pk]


def test_a_sweep_is_bounded(handed_over):
    application = ApplicationFactory()
    for _number in range(SWEEP + 1):
        issue_paper(application, PaperKind.CORRECTION, {})

    draw_undrawn_papers()

    assert len(handed_over) == SWEEP


def test_the_bell_rings_for_new_papers(monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr("outbox.bell.hand_over", lambda task, pks: rung.append((task.name, pks)))

    with django_capture_on_commit_callbacks(execute=True):
        paper = issue_paper(ApplicationFactory(), PaperKind.CORRECTION, {})

    assert rung == [("applications.tasks.draw", [paper.pk])]
