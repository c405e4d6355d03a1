import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Application
from common import clock
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from ningshe_portal.tests.cases import accepted_case
from oversight.models import Duty
from oversight.services import answer_duty, file_complaint, list_subjects, rate_case
from utilities.models import WorkOrder
from utilities.services import acknowledge_order, connect_order
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory


@pytest.fixture
def case(db, at):
    """Accepted on a Friday, water with 宁河供水."""
    at("2026-11-27 10:00")
    sync_roles()
    demo_limits()
    ServiceAreaFactory(provider=ProviderFactory(service="water", name="宁河供水"))
    return accepted_case(("water",))


@pytest.fixture
def order(case):
    return WorkOrder.objects.get(request__application=case)


@pytest.fixture
def open_order(order):
    """In hand, SURVEY running."""
    acknowledge_order(order, by=APPLICANT, handler_name="刘工", needs_survey=True)
    return order


@pytest.fixture
def supervisor(case):
    return UserFactory(roles=["supervisor"], phone="13955550000", display_name="督办员")


@pytest.fixture
def filed(case):
    """``filed()``: an urging of water, or what ``kind`` says."""

    def filed(kind="urge", *, by=APPLICANT, **fields):
        request = None if kind == "inspection" else case.requests.first()
        facts = {"text": "请快一些", "request": request} | fields
        return file_complaint(case, kind=kind, by=by, **facts)

    return filed


@pytest.fixture
def finished(case, open_order):
    """Water is on: the case is over."""
    connect_order(open_order, by=APPLICANT, at=clock.now())
    return Application.objects.get(pk=case.pk)


@pytest.fixture
def office(case):
    return UserFactory(roles=["office"], phone="13966660000", display_name="统筹员")


@pytest.fixture
def give(finished):
    """``give(provider=1)``: grades by subject, by default a bad one for the provider."""

    def give(*, words="拖了很久", is_named=False, channel="link", by=APPLICANT, **grades):
        by_kind = {str(subject.about): subject for subject in list_subjects(finished)}
        given = [(by_kind[about], grade, words) for about, grade in (grades or {"provider": 2}).items()]
        return rate_case(finished, given, is_named=is_named, channel=channel, by=by)

    return give


@pytest.fixture
def duty(give):
    give()
    return Duty.objects.get()


@pytest.fixture
def answered(duty):
    """Mended, in the words of the provider's staff."""
    answer_duty(duty, answer="已安排专人，两日内回电。", by=MemberFactory(provider=duty.provider).user)
    return duty
