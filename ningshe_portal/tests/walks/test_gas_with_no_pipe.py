"""Gas is asked for where no pipe lies: the office says so in writing, the rest goes on, and years later it comes."""

import pytest

from applications.models import Status
from applications.tests.factories import town
from applications.tests.typed_form import water_alone
from milestones.stages import Holder, Stage
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.models import ServiceArea
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .hands import (
    acknowledge,
    applicant,
    apply_online,
    at_window,
    enter_at_window,
    finish,
    in_chromium,
    member,
    order_of,
    staff,
)
from .steps import check_sound, numbers_in, papers_of, texts_to, told

pytestmark = pytest.mark.django_db
FORM = water_alone(services=["water", "gas"], gas__business="new", gas__demand="30", gas__purposes=["living"])
ALTERNATIVE = "可先用瓶装液化气，管网预计 2028 年通达。"


@pytest.fixture
def water():
    """Water has a provider in the town; gas is known to have no network there."""
    ServiceArea.objects.create(service="gas", town=town(), provider=None)
    return ServiceAreaFactory(provider__service="water").provider


def declare_unavailable(office, case):
    said = {"reason": "该街镇暂无燃气管网", "alternative": ALTERNATIVE}
    assert office.post(f"/window/{case.number}/gas/unavailable/", said).status_code == 302
    case.refresh_from_db()


def gas_of(case):
    return case.requests.get(service="gas")


@in_chromium
def test_gas_with_no_pipe(at, water):
    demo_limits()
    _clerk, window = staff("clerk", "王窗口")
    _office, office = staff("office", "赵统筹")
    crew, desk = member(water, "刘工", "13900001111")
    browser = applicant()

    at("2026-11-23 09:30")
    case = apply_online(browser, **FORM)
    assert any("暂无服务单位" in name for name in case.consent["receivers"])
    at("2026-11-23 10:00")
    at_window(window, case, "accept")

    # Water is with its company; gas waits for the office, which holds its clock.
    whole = case.milestones.get(request=gas_of(case), stage=Stage.WHOLE)
    assert numbers_in(office, "unrouted") == [case.number]
    assert whole.holder == Holder.OFFICE

    at("2026-11-24 11:00")
    declare_unavailable(office, case)
    notice = case.papers.get(kind="unavailable")
    assert (gas_of(case).status, case.status, notice.request) == (
        "unavailable",
        Status.ACCEPTED,
        gas_of(case),
    )
    assert (notice.content["reason"], notice.content["alternative"]) == ("该街镇暂无燃气管网", ALTERNATIVE)
    assert notice.content["has_others"]

    browser.post(f"/case/{case.number}/network/", {"requests": [gas_of(case).pk]})
    order = order_of(case, "water")
    acknowledge(desk, order, "刘工", "13900001111")
    at("2026-12-01 15:00")
    finish(order, by=crew)
    case.refresh_from_db()
    assert case.status == Status.FINISHED
    check_sound(case)

    # The pipe comes: a single edit of the administrator tells him, once.
    at("2028-06-01 09:00")
    _admin, admin = staff("administrator", "管理员")
    gas = ProviderFactory(service="gas")
    area = ServiceArea.objects.get(service="gas", town=town())
    for _press in range(2):
        admin.post(f"/admin/utilities/servicearea/{area.pk}/change/", {"provider": gas.pk})
    assert texts_to(PHONE) == [
        "application.submitted",
        "application.accepted",
        "request.unavailable",
        "application.finished",
        "rating.invited",
        "network.arrived",
    ]
    page = browser.get(f"/case/{case.number}/").content.decode()
    assert "管网已通达" in page and "已办结，1 项已接通，1 项暂不具备接入条件。" in page
    assert told(gas) == []
    assert papers_of(case) == ["form", "consent", "receipt", "unavailable", "completion"]


def test_somebody_without_a_mobile_is_told_all_of_it_by_telephone(at, water):
    demo_limits()
    _clerk, window = staff("clerk", "王窗口")
    _office, office = staff("office", "赵统筹")

    at("2026-11-23 09:30")
    case = enter_at_window(window, **FORM | {"contact_phone": "69590000"})
    at_window(window, case, "accept")
    declare_unavailable(office, case)
    at_window(window, case, "network", requests=[gas_of(case).pk])

    # With the 查询码 of the receipt the family follows the case on any telephone.
    by_code = applicant("")
    by_code.post("/track/", {"number": case.number, "code": case.query_code})
    assert "已登记，管网通达时告知您" in by_code.get(f"/case/{case.number}/").content.decode()
    at_window(window, case, "withdraw", what="whole", reason="改用井水")

    at("2028-06-01 09:00")
    ServiceArea.objects.filter(service="gas").delete()
    staff("administrator", "管理员")[1].post(
        "/admin/utilities/servicearea/several/",
        {"part": "gas", "towns": [town().pk], "provider": ProviderFactory(service="gas").pk},
    )
    kinds = list(case.calls.to_make().values_list("kind", flat=True))
    assert kinds == [
        "application.accepted",
        "request.unavailable",
        "application.ended",
        "network.arrived",
    ]
    for call in case.calls.to_make():
        window.post(f"/window/{case.number}/calls/{call.pk}/", {"way": "phone", "note": "本人接听"})
    assert not case.calls.to_make().exists()
    assert texts_to("022-69590000") == []
    check_sound(case)
