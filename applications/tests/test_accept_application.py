import pytest

from accounts.actors import ActorKind
from applications.models import Application, RequestStatus, Status
from applications.services import accept_application
from applications.signals import application_accepted
from common import clock
from common.status import WrongStatus

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def test_accept_opens_the_requests_and_keeps_the_moment_and_the_clerk(application, clerk):
    accept_application(application, by=clerk)

    application.refresh_from_db()
    assert application.status == Status.ACCEPTED
    assert (clock.now() - application.accepted_at).total_seconds() < 10
    assert application.clerk == clerk
    assert {request.status for request in application.requests.all()} == {RequestStatus.OPEN}


def test_accept_keeps_the_clerk_who_took_it_first(application, clerk):
    first = type(clerk).objects.create_user("first")
    application.clerk = first
    application.save()

    accept_application(application, by=clerk)

    application.refresh_from_db()
    assert application.clerk == first


def test_a_case_handed_over_while_the_page_was_open_stays_with_the_new_clerk(application, clerk):
    colleague = type(clerk).objects.create_user("colleague")
    Application.objects.filter(pk=application.pk).update(clerk=colleague)

    accept_application(application, by=clerk)

    assert Application.objects.get(pk=application.pk).clerk == colleague


def test_accept_is_recorded_with_its_clerk(application, clerk):
    accept_application(application, by=clerk)

    event = application.events.get(verb="application.accepted")
    assert (event.actor, event.actor_kind, event.actor_name) == (clerk, ActorKind.STAFF, "王窗口")


@pytest.mark.parametrize("status", [s for s in Status if s != Status.SUBMITTED])
def test_accept_is_refused_from_any_other_status(status, clerk):
    application = ApplicationFactory(status=status)

    with pytest.raises(WrongStatus):
        accept_application(application, by=clerk)

    assert not application.events.exists()


def test_accept_succeeds_once_of_two_clerks(application, clerk):
    stale = Application.objects.get(pk=application.pk)
    accept_application(application, by=clerk)

    with pytest.raises(WrongStatus):
        accept_application(stale, by=clerk)

    assert application.events.filter(verb="application.accepted").count() == 1


def test_a_listener_that_refuses_undoes_the_acceptance(application, clerk):
    def refuse(sender, **kwargs):
        raise WrongStatus("no")

    application_accepted.connect(refuse)
    try:
        with pytest.raises(WrongStatus):
            accept_application(application, by=clerk)
    finally:
        application_accepted.disconnect(refuse)

    fresh = Application.objects.get(pk=application.pk)
    assert (fresh.status, fresh.accepted_at, fresh.events.count()) == (Status.SUBMITTED, None, 0)
