"""The OpenAPI document is true: whatever it allows is answered as it says, and nothing breaks.

Each call is made once as it should be; the fuzz looks for what breaks. Beyond that every answer any test of the API
gets is held against the document, by ``System`` in ``conftest.py``.
"""

import copy
import re

import jsonschema_rs
import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from schemathesis import checks

from accounts.actors import APPLICANT, SYSTEM
from applications.uploads import add_material
from approvals.models import PermitPaper
from approvals.services import derive_permits, sign_entrustment
from common import clock
from common.files import store
from milestones.services import report_stage
from ningshe_portal.tests.cases import accepted_case
from ningshe_portal.wsgi import application
from oversight.services.duties import open_duty
from utilities.models import OrderFile, WorkOrder
from utilities.services import acknowledge_order, assign_request
from utilities.tests.factories import ProviderFactory
from works.models import Dig, DigOffer, DigParty
from works.services.confirming import confirm_plan
from works.tests.cases import give_all, orders_of, planned_case
from works.tests.factories import ConfirmedPartFactory, RoadSectionFactory, RouteFactory

from . import keeping
from .conftest import TAKEN

FEE = {
    "kind": "works",
    "amount": 1000,
    "payer": "applicant",
    "payee": "宁河自来水公司",
    "basis": "合同",
    "is_outside": False,
}
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
CHINESE = re.compile(r"[一-鿿]")

schema = schemathesis.pytest.from_fixture("fuzzed")


@pytest.fixture
def one_connection(monkeypatch):
    """The end of a request closes no connection: the test's transaction lives on it."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def fuzzed(one_connection, numbers):
    """Random calls about these orders only: the phase of boundary cases alone would take a minute."""
    known = copy.deepcopy(keeping.document())
    for said in (
        said for row in known["paths"].values() for call in row.values() for said in call["parameters"]
    ):
        if said["name"] == "number":
            said["schema"]["enum"] = numbers
    fuzzed = schemathesis.openapi.from_dict(known)
    fuzzed.app = application
    fuzzed.config.phases.coverage.enabled = False
    return fuzzed


@pytest.fixture
def numbers(water, new_order):
    """One order waiting, one in hand with its clock stopped, and one that is none."""
    waiting, open_order = new_order(), new_order()
    water.post(f"orders/{open_order.number}/acknowledge", TAKEN)
    water.post(f"orders/{open_order.number}/pauses", water.ground(open_order))
    return [waiting.number, open_order.number, "NH20261123999999-W"]


@schema.parametrize()
@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_said_to_a_call_keeps_to_the_document(case, water):
    with transaction.atomic():  # each call meets the same orders
        response = case.call(headers={"Authorization": f"Bearer {water.key}"})
        transaction.set_rollback(True)

    case.validate_response(response, checks=CHECKS)


def test_every_call_that_is_made_well_is_answered_as_the_document_says(water, new_order, new_supply):
    answers = call_each(water, new_order) + call_each_after_the_end(water, new_supply)
    answers += call_each_about_visits(water, new_order(wants_joint_survey=True))
    answers += call_each_about_permits(water)
    answers += call_each_about_digs(water)
    answers += call_each_about_joint_steps(water)

    assert [answer.status_code for answer in answers if answer.status_code >= 300] == []
    assert {keeping.call_of(answer) for answer in answers} == set(keeping.calls())


def call_each(water, new_order):
    """Every call of the document once, by a provider that knows what it does; ``water`` looks at the answers."""
    order, misled, far = new_order(), new_order(), new_order()
    record = SimpleUploadedFile("现场记录.pdf", b"%PDF-1.7\n%%EOF")
    plan = add_material(order.application, "site_plan", record)
    record.seek(0)
    return [
        water.get("orders"),
        water.get("events"),
        water.post(f"orders/{misled.number}/return", {"reason": "wrong_area"}),
        water.post(f"orders/{far.number}/unavailable", {"reason": "没有管网", "alternative": "自备水井"}),
        water.post(f"orders/{far.number}/network-arrived", {}),
        water.post(f"orders/{order.number}/acknowledge", TAKEN),
        water.post(f"orders/{order.number}/requests", {"paper": "用水平面图"}),
        water.post(f"orders/{order.number}/notes", {"body": "明天上午到现场。"}),
        uploaded := water.upload(f"orders/{order.number}/files", record),
        paused := water.post(f"orders/{order.number}/pauses", water.ground(order) | {"evidence": None}),
        water.post(
            f"orders/{order.number}/pauses/{paused.json()['id']}/evidence",
            {"evidence": uploaded.json()["files"][0]["id"]},
        ),
        water.post(f"orders/{order.number}/pauses/{paused.json()['id']}/end"),
        water.post(
            f"orders/{order.number}/milestones/survey",
            {"outcome": "reached", "occurred_at": clock.now().isoformat(), "has_outside_works": False},
        ),
        water.post(f"orders/{order.number}/plan", {"text": "表后改造，不动外线"}),
        water.get(f"orders/{order.number}/plan"),
        water.post(f"orders/{order.number}/steps/design", {"started_on": clock.today().isoformat()}),
        fee := water.post(f"orders/{order.number}/fees", FEE),
        water.post(
            f"orders/{order.number}/fees/{fee.json()['id']}/paid", {"paid_on": clock.today().isoformat()}
        ),
        wrong := water.post(f"orders/{order.number}/fees", FEE | {"amount": 900}),
        water.post(f"orders/{order.number}/fees/{wrong.json()['id']}/drop", {"reason": "重复登记"}),
        water.get(f"orders/{order.number}/fees"),
        water.post(f"orders/{order.number}/hand-over", {"handler": "李工", "phone": "13800002222"}),
        water.get("sections", town="120117001"),
        water.get(f"orders/{order.number}"),
        water.get(f"orders/{order.number}/papers/form-1"),
        water.get(f"orders/{order.number}/materials/{plan.sha256}"),
    ]


def call_each_about_visits(water, order):
    water.post(f"orders/{order.number}/acknowledge", TAKEN)
    return [
        water.post(f"orders/{order.number}/visits/survey/answer", {"is_coming": True}),
        water.post(f"orders/{order.number}/visits/survey/leave", {"reason": "现场不便"}),
        water.post(f"orders/{order.number}/visits/survey/join"),
        water.post(f"orders/{order.number}/supply-contract", {"signed_on": "2026-11-23"}),
    ]


def call_each_about_joint_steps(water):
    """Out of the joint plan and back into it, then the same with the permits."""
    case = planned_case(("power", "gas"), entrusts_permits=True)
    order = orders_of(case)["gas"]
    WorkOrder.objects.filter(pk=order.pk).update(provider=water.provider)
    path = f"orders/{order.number}"
    alone = {"reason": "工期不合"}
    of_plan = [water.post(f"{path}/plan/leave", alone), water.post(f"{path}/plan/join")]
    for plan in give_all(case):
        confirm_plan(plan, version=plan.version, by=APPLICANT)
    return [*of_plan, water.post(f"{path}/permits/leave", alone), water.post(f"{path}/permits/join")]


def call_each_about_permits(water):
    """Along a protected road: one way out, everything filed, one refused and listed again."""
    order = protected_order(water.provider)
    path = f"orders/{order.number}/permits"
    kept = store(b"%PDF-1.7\n%%EOF", "evidence", ".pdf")[0]
    notice = OrderFile.objects.create(order=order, name="不予许可决定书.pdf", path=kept, size=14)
    order.application.entrustments.update(scan=kept)
    planning, digging, police = order.permits.order_by("pk").values_list("number", flat=True)
    way_out = {"way_out": "government", "basis": "别无路由"}
    refused = {"outcome": "refused", "refusal_reason": "材料不齐"}
    return [
        water.post(f"{path}/{digging}/way-out", way_out),
        water.post(f"{path}/{police}/way-out", way_out),
        water.post(f"{path}/file", {"numbers": {planning: "YWT-1"}}),
        water.post(f"{path}/{digging}/number", {"number": "YWT-2"}),
        water.post(f"{path}/{police}/decision", refused),
        water.post(f"{path}/{police}/papers", {"title": "不予许可决定书", "file": notice.pk}),
        water.post(f"{path}/{police}/refile"),
        water.get(f"{path}/{police}/files/paper-{PermitPaper.objects.get().pk}"),
        water.get(f"orders/{order.number}/mandate"),
    ]


UNNAMED = {
    "street": "晨曦路",
    "from_point": "幸福道",
    "to_point": "团结道",
    "metres": 6,
    "surface": "asphalt",
}


def call_each_about_digs(water):
    """One trench of its own from opening to backfill, one given up for another's, and an emergency."""
    order = order_that_digs(water.provider)
    own, shared = (own_trench(order) for _trench in range(2))
    refused, joined = (offer_of_another(order, shared.section) for _offer in range(2))
    path, at = f"orders/{order.number}/digs", {"occurred_at": clock.now().isoformat()}
    return [
        emergency := water.post(path, at | {"section": own.section.pk, "cause": "水管爆裂"}),
        water.post(path, at | {"new_section": UNNAMED, "cause": "水管爆裂"}),
        water.post(f"{path}/{emergency.json()['digs'][-1]['id']}/papers", {"number": "津宁挖〔2026〕12号"}),
        water.post(f"{path}/{own.pk}/open", at),
        water.post(f"{path}/{own.pk}/steps", at | {"steps": ["finished", "hidden_passed", "surveyed"]}),
        water.post(f"{path}/{own.pk}/backfill", at),
        water.post(f"orders/{order.number}/dig-offers/{refused.pk}/decline", {}),
        water.post(f"orders/{order.number}/dig-offers/{joined.pk}/join"),
        water.post(f"{path}/leave", {"reason": "工期不合"}),
        water.post(f"{path}/rejoin"),
        water.get(path),
    ]


def order_that_digs(provider):
    """In hand, EXCAVATION running."""
    case = accepted_case(["water"], wants_joint_works=True)
    order = case.requests.get().orders.get(provider=provider)
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=False, has_outside_works=True)
    for stage in ("plan", "approval"):
        report_stage(order, stage, outcome="reached", occurred_at=clock.now(), by=SYSTEM)
    return order


def own_trench(order):
    dig = Dig.objects.create(section=RoadSectionFactory())
    DigParty.objects.create(dig=dig, provider=order.provider, order=order, role="lead")
    return dig


def offer_of_another(order, section):
    request = accepted_case(["gas"], wants_joint_works=True).requests.get()
    other = assign_request(request, ProviderFactory(service="gas"), by=SYSTEM)
    dig = Dig.objects.create(section=section)
    DigParty.objects.create(dig=dig, provider=other.provider, order=other, role="lead")
    return DigOffer.objects.create(dig=dig, order=order, until=clock.today())


def protected_order(provider):
    """In hand, its plan confirmed, the mandate signed."""
    order = accepted_case(["water"], entrusts_permits=True).requests.get().orders.get()
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=False, has_outside_works=True)
    road = RoadSectionFactory(built_on=clock.today())
    RouteFactory(part=ConfirmedPartFactory(order=order), section=road)
    derive_permits(order.application, by=SYSTEM, at=clock.now(), confirmed=[order])
    sign_entrustment(order.application, signed_on=clock.today(), by=SYSTEM)
    return order


def call_each_after_the_end(water, new_supply):
    extended, removed = new_supply(), new_supply()
    with transaction.atomic():
        duty = open_duty(
            "agreed",
            text="统一围挡",
            by=SYSTEM,
            at=clock.now(),
            workdays=5,
            owner="provider",
            provider=removed.provider,
        )
    return [
        water.post(f"orders/{removed.number}/account", {"account_number": "3310021456"}),
        water.get("tasks"),
        water.get(f"tasks/{duty.number}"),
        water.post(f"tasks/{duty.number}/answer", {"answer": "已办"}),
        water.post(f"orders/{extended.number}/temporary/extend", {"until": "2027-01-31"}),
        water.post(f"orders/{extended.number}/temporary/permanent", {}),
        water.post(f"orders/{removed.number}/temporary/remove", {"note": "表已拆除"}),
    ]


def test_an_answer_that_breaks_the_document_is_found_out(water, order):
    answer = water.get(f"orders/{order.number}")
    answer.json = lambda: {"number": order.number}

    with pytest.raises(jsonschema_rs.ValidationError, match="is a required property"):
        keeping.check_kept(answer)

    answer.status_code = 204
    with pytest.raises(AssertionError, match="may not answer 204"):
        keeping.check_kept(answer)


def test_each_call_has_a_name_of_its_own():
    names = [call["operationId"] for calls in keeping.document()["paths"].values() for call in calls.values()]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.django_db
def test_every_call_of_the_contract_is_in_the_document(client):
    document = client.get("/api/v1/openapi.json").json()

    assert document == keeping.document()
    assert {f"{method.upper()} {path.removeprefix('/api/v1/')}" for method, path in keeping.calls()} == {
        "GET orders",
        "GET orders/{number}",
        "GET events",
        "POST orders/{number}/acknowledge",
        "POST orders/{number}/return",
        "POST orders/{number}/unavailable",
        "POST orders/{number}/milestones/{stage}",
        "POST orders/{number}/pauses",
        "POST orders/{number}/pauses/{id}/end",
        "POST orders/{number}/pauses/{id}/evidence",
        "POST orders/{number}/requests",
        "POST orders/{number}/hand-over",
        "POST orders/{number}/notes",
        "POST orders/{number}/files",
        "GET orders/{number}/materials/{sha256}",
        "GET orders/{number}/papers/{paper}",
        "POST orders/{number}/temporary/extend",
        "POST orders/{number}/temporary/permanent",
        "POST orders/{number}/temporary/remove",
        "POST orders/{number}/network-arrived",
        "POST orders/{number}/visits/{kind}/answer",
        "POST orders/{number}/visits/{kind}/leave",
        "POST orders/{number}/visits/{kind}/join",
        "POST orders/{number}/supply-contract",
        "POST orders/{number}/permits/file",
        "POST orders/{number}/permits/{permit}/number",
        "POST orders/{number}/permits/{permit}/way-out",
        "POST orders/{number}/permits/{permit}/decision",
        "POST orders/{number}/permits/{permit}/papers",
        "POST orders/{number}/permits/{permit}/refile",
        "GET orders/{number}/permits/{permit}/files/{file}",
        "GET orders/{number}/mandate",
        "GET orders/{number}/digs",
        "POST orders/{number}/digs",
        "POST orders/{number}/digs/{id}/open",
        "POST orders/{number}/digs/{id}/steps",
        "POST orders/{number}/digs/{id}/backfill",
        "POST orders/{number}/digs/{id}/papers",
        "POST orders/{number}/digs/leave",
        "POST orders/{number}/digs/rejoin",
        "POST orders/{number}/dig-offers/{id}/join",
        "POST orders/{number}/dig-offers/{id}/decline",
        "POST orders/{number}/account",
        "GET tasks",
        "GET tasks/{number}",
        "POST tasks/{number}/answer",
        "GET orders/{number}/plan",
        "POST orders/{number}/plan",
        "POST orders/{number}/plan/leave",
        "POST orders/{number}/plan/join",
        "POST orders/{number}/permits/leave",
        "POST orders/{number}/permits/join",
        "GET sections",
        "POST orders/{number}/steps/{step}",
        "GET orders/{number}/fees",
        "POST orders/{number}/fees",
        "POST orders/{number}/fees/{id}/paid",
        "POST orders/{number}/fees/{id}/drop",
    }


def test_every_call_is_described_in_chinese_and_needs_a_key():
    document = keeping.document()

    for call in (call for row in document["paths"].values() for call in row.values()):
        assert CHINESE.search(call["summary"])
        assert CHINESE.search(call["description"])
        assert call["security"] == [{"ProviderKey": []}]
    assert document["components"]["securitySchemes"]["ProviderKey"] == {"type": "http", "scheme": "bearer"}


def test_every_post_takes_an_idempotency_key():
    paths = keeping.document()["paths"]

    headers = [
        [parameter["name"] for parameter in row["post"]["parameters"] if parameter["in"] == "header"]
        for row in paths.values()
        if "post" in row
    ]
    assert headers == [["Idempotency-Key"]] * len(headers)


@pytest.mark.browser
def test_the_page_of_the_calls_opens_under_the_content_rules(page):
    page.goto("/api/v1/docs")
    page.get_by_role("button", name="接单").click()

    page.get_by_role("button", name="Try it out").click()

    assert page.get_by_text("Execute").is_visible()
