"""Who works in the demo: providers, their areas and staff, the counter, the office. Nobody here is real."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import RoleName
from approvals.models import Department
from district.models import Town
from outbox.models import Endpoint, EndpointKind
from utilities.models import Membership, Provider, Regulator, Role, ServiceArea


@dataclass(frozen=True)
class Company:
    code: str
    name: str
    service: str
    carrier: str
    hotline: str
    handler: str
    phone: str


COMPANIES = (
    Company("water", "宁河区自来水公司（演示）", "water", "", "022-69591111", "刘志强", "13800010001"),
    Company("power", "宁河供电分公司（演示）", "power", "", "95598", "孙海涛", "13800010002"),
    Company("gas", "宁河燃气公司（演示）", "gas", "", "022-69592222", "周伟", "13800010003"),
    Company("mobile", "移动宁河分公司（演示）", "network", "mobile", "10086", "吴敏", "13800010004"),
    Company("unicom", "联通宁河分公司（演示）", "network", "unicom", "10010", "郑凯", "13800010005"),
    Company("telecom", "电信宁河分公司（演示）", "network", "telecom", "10000", "冯静", "13800010006"),
)
STAFF = (
    ("clerk", "王晓燕", "13800020001", RoleName.CLERK),
    ("clerk2", "陈立新", "13800020002", RoleName.CLERK),
    ("office", "赵振华", "13800020003", RoleName.OFFICE),
    ("permits", "马丽", "13800020004", RoleName.OFFICER),
    ("regulator", "高峰", "13800020005", RoleName.REGULATOR),
    ("supervisor", "林芳", "13800020006", RoleName.SUPERVISOR),
    ("admin", "系统管理员", "13800020007", RoleName.ADMINISTRATOR),
)
OFFICERS_DEPARTMENTS = ("municipal", "greenery")
# Where the pipes have not come yet, and where nobody has been named, for the queue of the office.
TOWNS_WITHOUT_GAS = {"120117114"}
TOWNS_NOBODY_SERVES_WITH_GAS = {"120117452", "120117453"}


def load_people():
    """Make accounts, companies, areas and memberships that are not there yet."""
    for username, name, phone, role in STAFF:
        make_user(username, name, phone, role)
    for company in COMPANIES:
        load_company(company)
    deputy = make_user("water2", "张海燕", "13800010011", RoleName.PROVIDER)
    water = Provider.objects.get(code="water")
    Membership.objects.get_or_create(user=deputy, provider=water, defaults={"role": Role.B})
    regulator, _created = Regulator.objects.get_or_create(service="water", name="宁河区水务局（演示）")
    regulator.members.add(User.objects.get(username="regulator"))
    load_officers()


def load_officers():
    """The officer of the demo decides for the city management; the others are decided for by the story."""
    officer = User.objects.get(username="permits")
    for department in Department.objects.filter(code__in=OFFICERS_DEPARTMENTS):
        department.members.add(officer)


def load_company(company):
    endpoint, _created = Endpoint.objects.update_or_create(
        name=company.name,
        defaults={
            "kind": EndpointKind.PROVIDER,
            "url": f"{settings.SIMULATOR_URL}/{company.code}",
            "networks": "127.0.0.0/8",
        },
    )
    provider, _created = Provider.objects.get_or_create(
        code=company.code,
        defaults={
            "name": company.name,
            "service": company.service,
            "carrier": company.carrier,
            "hotline": company.hotline,
            "endpoint": endpoint,
        },
    )
    load_areas(provider)
    handler = make_user(company.code, company.handler, company.phone, RoleName.PROVIDER)
    Membership.objects.get_or_create(user=handler, provider=provider, defaults={"role": Role.A})


def load_areas(provider):
    for town in Town.objects.all():
        if provider.service == "gas" and town.code in TOWNS_NOBODY_SERVES_WITH_GAS:
            continue
        is_dry = provider.service == "gas" and town.code in TOWNS_WITHOUT_GAS
        ServiceArea.objects.get_or_create(
            service=provider.service,
            carrier=provider.carrier,
            town=town,
            defaults={"provider": None if is_dry else provider},
        )


@cache
def password_hash():
    """One for all demo accounts: hashing is slow on purpose."""
    return make_password(settings.DEMO_PASSWORD)


def make_user(username, name, phone, role):
    """An account with the password of the demo and one role."""
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={"display_name": name, "phone": phone, "is_staff": True, "needs_new_password": False},
    )
    if is_new:
        user.password = password_hash()
        user.save()
    user.groups.add(Group.objects.get(name=role))
    return user
