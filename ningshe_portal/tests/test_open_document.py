import pytest
from django.urls import reverse

from accounts.actors import APPLICANT
from accounts.phone_session import SESSION_KEY as PHONE_KEY
from accounts.roles import RoleName
from accounts.tests.factories import UserFactory
from applications.models import PaperKind
from applications.papers import issue_papers
from applications.services import accept_application, submit_application
from applications.tests.factories import DraftFactory, ServiceRequestFactory
from utilities.services import declare_unavailable
from utilities.tests.factories import MemberFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db
KINDS = ["form", "consent", "receipt", "unavailable"]


@pytest.fixture
def application():
    """Accepted for water and gas; gas has turned out to be unavailable."""
    clerk = UserFactory()
    application = DraftFactory()
    for service in ("water", "gas"):
        ServiceAreaFactory(provider__service=service)
        ServiceRequestFactory(application=application, service=service)
    submit_application(application, receivers=["宁河水务"], by=APPLICANT)
    accept_application(application, by=clerk)
    gas = application.requests.get(service="gas").orders.get()
    declare_unavailable(gas, reason="无管网", detail="", alternative="", by=clerk)
    return application


def sign_in_phone(client, phone):
    session = client.session
    session[PHONE_KEY] = phone
    session.save()


def status(client, application, kind, serial=1):
    return client.get(reverse("document", args=[application.number, kind, serial])).status_code


def opened(client, application):
    """The kinds of paper this visitor may open."""
    return [kind for kind in KINDS if status(client, application, kind) == 200]


def provider_user(application, service):
    order = application.requests.get(service=service).orders.get()
    return MemberFactory(provider=order.provider, user=UserFactory(roles=[RoleName.PROVIDER])).user


def test_the_address_is_the_promised_one(application):
    assert (
        reverse("document", args=[application.number, "form", 1])
        == f"/documents/{application.number}/form-1.pdf"
    )


def test_the_applicant_opens_every_paper(client, application):
    sign_in_phone(client, application.contact_phone)

    assert opened(client, application) == KINDS


def test_a_stranger_opens_none(client, application):
    assert opened(client, application) == []


def test_another_phone_opens_none(client, application):
    sign_in_phone(client, "13920009999")

    assert opened(client, application) == []


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (RoleName.CLERK, KINDS),
        (RoleName.OFFICE, KINDS),
        (RoleName.SUPERVISOR, ["form", "consent", "unavailable"]),
        (RoleName.OFFICER, []),
        (RoleName.ADMINISTRATOR, []),
    ],
)
def test_staff_open_what_their_role_may_see(client, application, role, kinds):
    client.force_login(UserFactory(roles=[role]))

    assert opened(client, application) == kinds


def test_a_provider_opens_the_form_while_it_has_the_case_in_hand(client, application):
    client.force_login(provider_user(application, "water"))

    assert opened(client, application) == ["form"]


def test_a_provider_that_is_done_opens_only_what_it_said_itself(client, application):
    client.force_login(provider_user(application, "gas"))

    assert opened(client, application) == ["unavailable"]


def test_a_provider_of_another_case_opens_none(client, application):
    other = MemberFactory(user=UserFactory(roles=[RoleName.PROVIDER]))
    client.force_login(other.user)

    assert opened(client, application) == []


def test_a_paper_is_shown_in_the_browser_and_kept_by_nobody_in_between(client, application):
    sign_in_phone(client, application.contact_phone)

    response = client.get(reverse("document", args=[application.number, "form", 1]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{application.number}-form-1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response.content.startswith(b"%PDF-1.7")


def test_a_paper_not_drawn_yet_is_drawn_on_the_spot(client, application):
    sign_in_phone(client, application.contact_phone)
    paper = application.papers.get(kind=PaperKind.FORM)
    assert paper.drawn_at is None

    status(client, application, "form")

    paper.refresh_from_db()
    assert paper.drawn_at is not None


def test_the_second_paper_of_a_kind_has_an_address_of_its_own(client, application):
    issue_papers(application, {PaperKind.CORRECTION: {}})
    issue_papers(application, {PaperKind.CORRECTION: {}})
    sign_in_phone(client, application.contact_phone)

    assert [status(client, application, "correction", serial) for serial in (1, 2, 3)] == [200, 200, 404]
