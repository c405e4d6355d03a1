import pytest

from applications.forms import form_rows
from applications.models import ApplicantKind

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def text_of(blocks):
    """Every cell as ``label: text``, ticked boxes in brackets."""
    lines = []
    for block in blocks:
        for cell in (cell for row in block.rows for cell in row):
            ticked = "".join(f"[{box.label}]" for box in cell.boxes if box.is_ticked)
            lines.append(f"{cell.label}: {cell.text}{ticked}")
    return lines


def test_the_rows_follow_the_paper_form():
    application = ApplicationFactory(project_code="2308-120117-04-01-123456", survey_on="2026-11-25")
    application.refresh_from_db()
    ServiceRequestFactory(application=application, demand="12.50", purposes=["fire"])
    for carrier in ("telecom", "mobile"):
        ServiceRequestFactory(
            application=application,
            service="network",
            carrier=carrier,
            demand=500,
            users=3,
            purposes=["broadband"],
        )

    assert text_of(form_rows(application)) == [
        "申请单位: 天津市宁河区津沽食品有限公司",
        "信用代码: 91120221MA05XXXX0A",
        "申请地址: 芦台街道光明路 18 号",
        "预约踏勘时间: 2026-11-25",
        "联系人: 李建国",
        "联系电话: 13820001234",
        "项目代码: 2308-120117-04-01-123456",
        "联合报装事项: [用水报装][用网报装]",
        "业务类型: [新开户]",
        "用水需求: 12.5 吨/日",
        "用水性质: [消防]",
        "业务类型: [新开户]",
        "需要带宽: 用户数 3 人，500 M",
        "用网需求: [宽带信号]",
        "选择运营商: [移动][电信]",
        "联合办理: ",
    ]


def test_an_identity_number_is_masked():
    application = ApplicationFactory(
        applicant_kind=ApplicantKind.INDIVIDUAL, id_type="resident_id", id_number="120221199001011237"
    )

    assert text_of(form_rows(application))[1] == "证件: 居民身份证 1202**********1237"


def test_what_is_to_be_assessed_says_so_and_supplements_follow():
    application = ApplicationFactory(
        agent_name="赵华", agent_phone="13920005678", extras={"ownership": "rented"}
    )
    ServiceRequestFactory(
        application=application, demand=None, is_unknown=True, extras={"pipe_diameter": "50"}
    )

    lines = text_of(form_rows(application))

    assert lines[9:] == [
        "用水需求: 请现场核定",
        "用水性质: ",
        "申请管径 DN（毫米）: 50",
        "联合办理: ",
        "代理人: 赵华 13920005678",
        "房屋（土地）权属: 租赁",
    ]
