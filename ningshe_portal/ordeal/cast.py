"""Who takes part in the ordeal: six providers whose systems listen on loopback, a clerk and the office."""

from accounts.actors import SYSTEM
from accounts.models import User
from district.models import Town
from ningshe_portal.demo.limits import load_limits
from ningshe_portal.demo.people import COMPANIES
from outbox.models import Endpoint, EndpointKind
from utilities.areas import set_areas
from utilities.models import Provider
from utilities.services import issue_api_key

TOWN = "120117001"
CLERK, OFFICE = "clerk", "office"


def make_cast(receiver):
    """Make them in an empty database; what each provider's system must know: its secret and its key."""
    User.objects.create_user(CLERK, display_name="王晓燕", is_staff=True)
    User.objects.create_user(OFFICE, display_name="赵振华", is_staff=True)
    load_limits()
    return {company.code: make_provider(company, receiver) for company in COMPANIES}


def make_provider(company, receiver):
    endpoint = Endpoint.objects.create(
        kind=EndpointKind.PROVIDER,
        name=company.name,
        url=f"{receiver}/{company.code}",
        networks="127.0.0.0/8",
    )
    provider = Provider.objects.create(
        code=company.code,
        name=company.name,
        service=company.service,
        carrier=company.carrier,
        endpoint=endpoint,
    )
    set_areas(provider.service, provider.carrier, Town.objects.filter(code=TOWN), provider, by=SYSTEM)
    _row, key = issue_api_key(provider, label="ordeal", by=SYSTEM)
    return {"secret": endpoint.secret, "key": key}
