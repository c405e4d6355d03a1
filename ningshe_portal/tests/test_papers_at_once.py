"""Papers promised (容缺) and papers asked for, by two people at the same moment, on real PostgreSQL."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Correction, Material
from applications.promises import pass_on_left_lying
from applications.services import (
    accept_application,
    end_promise,
    extend_promise,
    pass_on_request,
    promise_material,
)
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from applications.uploads import bring_awaited
from common import clock
from common.workdays import add_workdays
from district.services import load_calendar
from outbox.models import Message
from utilities.order_papers import ask_for_paper
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk", display_name="王窗口")


@pytest.fixture
def gas():
    """A case that still wants a site plan, which may come later."""
    application = ApplicationFactory()
    ServiceRequestFactory(application=application, service="gas")
    return application


@pytest.fixture
def promise(gas, clerk):
    return promise_material(gas, "site_plan", until=in_workdays(5), by=clerk)


@pytest.fixture
def order(clerk):
    """The work order of an accepted case for water."""
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    request = ServiceRequestFactory(service="water")
    accept_application(request.application, by=clerk)
    return request.orders.get()


@pytest.fixture
def asked(order):
    """Left lying at the window for a week."""
    ask(order, "总平面图")
    Correction.objects.update(asked_at=clock.now() - timedelta(days=7))
    return Correction.objects.select_related("application").get()


def in_workdays(count):
    return add_workdays(clock.today(), count, load_calendar())


def ask(order, paper):
    ask_for_paper(fresh(order), paper=paper, detail="", by=APPLICANT)


def told(kind):
    return Message.objects.filter(kind=kind).count()


def test_two_clerks_take_one_promise(gas, clerk):
    until = in_workdays(5)

    outcomes = together(
        *[lambda: promise_material(fresh(gas), "site_plan", until=until, by=clerk)] * 3,
    )

    assert outcomes == ["done", "refused", "refused"]
    assert (Material.objects.count(), gas.papers.filter(kind="promise").count()) == (1, 1)
    assert told("material.promised") == 1


def test_two_dispatchers_end_a_promise_once(gas, promise, clerk):
    outcomes = together(*[lambda: end_promise(fresh(promise), reason="不再需要", by=clerk)] * 3)

    assert outcomes == ["done", "refused", "refused"]
    assert gas.events.filter(verb="material.promise_ended").count() == 1


def test_a_promise_is_extended_once_whoever_does_it(gas, promise, clerk):
    longer = in_workdays(10)

    outcomes = together(*[lambda: extend_promise(fresh(promise), until=longer, by=clerk)] * 3)

    assert outcomes == ["done", "refused", "refused"]
    assert gas.events.filter(verb="material.promise_extended").count() == 1


@pytest.mark.parametrize("turn", range(2))
def test_a_paper_brought_while_its_promise_is_ended_is_kept_and_the_promise_ends_one_way(
    gas, promise, clerk, turn
):
    plan = SimpleUploadedFile("平面图.pdf", b"%PDF-1.7\n%%EOF")

    together(
        lambda: bring_awaited(fresh(promise), [plan]),
        lambda: end_promise(fresh(promise), reason="不再需要", by=clerk),
    )

    ends = gas.events.filter(verb__in=["material.brought", "material.promise_ended"])
    assert ends.count() == 1
    assert [str(row) for row in gas.materials.with_file()] == ["平面图.pdf"]
    assert not gas.materials.promised().exists()


def test_a_provider_that_clicks_twice_asks_once(order):
    together(*[lambda: ask(order, "总平面图")] * 4)

    assert [row.items for row in Correction.objects.all()] == [["总平面图"]]
    assert (order.application.events.filter(verb="order.paper_asked").count(), told("order.paper_asked")) == (
        1,
        1,
    )


def test_what_is_asked_at_once_stands_in_one_notice(order):
    papers = ["总平面图", "设备清单", "权属证明"]

    together(*[lambda paper=paper: ask(order, paper) for paper in papers])

    assert sorted(Correction.objects.get().items) == sorted(papers)


def test_clerk_and_sweep_pass_it_on_once(asked, clerk):
    together(lambda: pass_on_request(fresh(asked), by=clerk), pass_on_left_lying, pass_on_left_lying)

    application = asked.application
    assert application.events.filter(verb="order.paper_told").count() == 1
    assert application.papers.filter(kind="correction").count() == 1
    assert told("order.paper_told") == 1


def test_what_is_asked_while_the_notice_goes_out_stands_in_it_or_is_refused(order, asked, clerk):
    outcomes = together(
        lambda: pass_on_request(fresh(asked), by=clerk),
        lambda: ask(order, "设备清单"),
    )

    said = Correction.objects.get().items
    assert order.application.papers.get(kind="correction").content["items"] == said
    assert len(said) == outcomes.count("done")
