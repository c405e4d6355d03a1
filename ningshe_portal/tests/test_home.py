import re
from datetime import date

import pytest

from applications.models import Status
from applications.tests.factories import ApplicationFactory
from common import clock
from milestones.models import Milestone, MilestoneStatus
from milestones.tests.factories import TimeLimitFactory
from ningshe_portal.pages.figures import public_figures
from utilities.tests.factories import ProviderFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def answered(day, due_on):
    at = clock.midnight(day).replace(hour=23, minute=30)
    application = ApplicationFactory(status=Status.ACCEPTED, accepted_at=at)
    Milestone.objects.create(
        application=application, stage="intake", status=MilestoneStatus.REACHED, reached_at=at, due_on=due_on
    )


def test_the_figures_are_those_of_this_month_in_local_time():
    TimeLimitFactory(stage="intake", service="", days=1)
    answered(date(2026, 10, 31), date(2026, 10, 31))
    answered(date(2026, 11, 2), date(2026, 11, 2))
    answered(date(2026, 11, 4), date(2026, 11, 4))
    answered(date(2026, 11, 5), date(2026, 11, 4))
    ApplicationFactory(status=Status.FINISHED, ended_at=clock.midnight(date(2026, 11, 20)))

    figures = public_figures(TODAY)

    assert (figures.accepted, figures.finished, figures.answered, figures.share) == (3, 1, 3, 66)
    assert figures.limit == "1 个工作日"


def test_a_month_without_cases_says_so(client):
    assert public_figures(TODAY).is_empty
    assert "本月还没有受理的申请" in client.get("/").content.decode()


def test_the_front_page_has_three_doors_and_ten_steps(client):
    page = client.get("/").content.decode()

    assert re.findall(r'class="door.*?" href="(.*?)"', page) == ["/apply/", "/track/", "/guide/"]
    assert page.count("step-number") == 10


def test_the_guide_marks_a_limit_nobody_has_confirmed(client):
    TimeLimitFactory(
        stage="survey", service="power", variant="low", has_outside_works=True, days=3, source="某市公告"
    )
    TimeLimitFactory(stage="intake", service="", days=1, source="区里通知", is_confirmed=True)

    page = client.get("/guide/").content.decode().partition('id="limits"')[2]

    rows = [
        re.sub(r"<.*?>|\s+", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]
    ]
    assert rows == [
        ["受理", "全部事项", "1", "个工作日", "区里通知"],
        ["踏勘", "用电（低压，有外线工程）", "3", "个工作日", "某市公告", "待确认"],
    ]


def test_the_guide_names_the_providers_with_their_telephones(client):
    ProviderFactory(name="宁河供电公司", service="power", hotline="95598")
    ProviderFactory(name="停业公司", is_active=False)

    page = client.get("/guide/").content.decode()

    assert re.findall(r"<dd>(.*?) <a.*?>(.*?)</a></dd>", page) == [("宁河供电公司", "95598")]
    assert "停业公司" not in page


def test_the_guide_costs_the_same_however_many_rows_there_are(client, django_assert_num_queries):
    for count in (1, 3):
        for _number in range(count):
            TimeLimitFactory()
            ProviderFactory()
        with django_assert_num_queries(4):
            client.get("/guide/")


def test_the_guide_lists_the_papers_by_applicant_and_service(client):
    rows = client.get("/guide/").context["rules"]

    lines = {(row.label, row.holds_for, row.services): row.need.label for row in rows}

    assert (
        lines["主体资格证明（营业执照或身份证件）", "单位，有统一社会信用代码", "各事项"]
        == "免交（数据共享）"
    )
    assert lines["总平面图或位置图", "单位、个人", "用气"] == "次要材料（可容缺）"
    assert not any(row.is_confirmed for row in rows)
