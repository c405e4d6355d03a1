"""A provider's system fetches the files its order lists: its own, while it may see them, and not unseen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Reveal
from applications.services import change_wishes, withdraw_consent
from applications.uploads import add_material
from utilities.services import return_order

PLAN = b"%PDF-1.7\n1 0 obj\n%%EOF"


@pytest.fixture
def plan(order):
    """The plan of the site, which a provider needs for the survey."""
    return add_material(order.application, "site_plan", SimpleUploadedFile("平面图.pdf", PLAN))


def path_of(file):
    """Where the order says that a file of it is."""
    return file["download_url"].partition("/api/v1/")[2]


def test_a_material_is_fetched_where_the_order_says(water, order, plan):
    (listed,) = water.get(f"orders/{order.number}").json()["materials"]

    response = water.get(path_of(listed))

    assert (response.status_code, response.body) == (200, PLAN)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_was_opened_is_kept_once_a_day_for_the_applicant_to_see(water, open_order, plan):
    form, _sheet = water.get(f"orders/{open_order.number}").json()["papers"]
    for _time in range(2):
        water.get(f"orders/{open_order.number}/materials/{plan.sha256}")
        paper = water.get(path_of(form))

    assert (form["kind"], paper.body[:5]) == ("form", b"%PDF-")
    seen = Reveal.objects.order_by("pk").values_list("what", "actor", "actor_name", "side")
    assert list(seen) == [
        ("material", None, "宁河自来水公司 刘工", "宁河自来水公司"),
        ("paper", None, "宁河自来水公司 刘工", "宁河自来水公司"),
    ]


def test_the_dispatch_sheet_that_holds_is_listed_and_handed_out(water, order):
    change_wishes(order.application, wants_joint_survey=True, by=APPLICANT)

    papers = water.get(f"orders/{order.number}").json()["papers"]

    (sheet,) = [paper for paper in papers if paper["kind"] == "order"]
    assert (sheet["name"], sheet["label"]) == ("order-2", "派工单")
    assert water.get(path_of(sheet)).body[:5] == b"%PDF-"


@pytest.mark.parametrize("file", ["materials/{sha256}", "papers/form-1", "papers/order-1"])
def test_strangers_find_nothing_and_leave_no_trace(power, water, order, plan, file):
    response = power.get(f"orders/{order.number}/{file.format(sha256=plan.sha256)}")

    assert (response.status_code, Reveal.objects.count()) == (404, 0)


@pytest.mark.parametrize("end", ["returned", "consent"])
def test_once_the_order_has_ended_nothing_is_handed_out(water, order, plan, end):
    if end == "returned":
        return_order(order, reason="wrong_area", detail="", by=SYSTEM)
    else:
        withdraw_consent(order.application, by=order.application.clerk)

    for file in (f"materials/{plan.sha256}", "papers/form-1", "papers/order-1"):
        assert water.get(f"orders/{order.number}/{file}").status_code == 404


def test_its_own_notice_stays_listed_after_the_end(water, unserved):
    papers = water.get(f"orders/{unserved.number}").json()["papers"]

    assert [paper["kind"] for paper in papers] == ["unavailable"]


def test_an_identity_paper_is_nobody_elses_business(water, order):
    card = add_material(order.application, "identity", SimpleUploadedFile("证件.pdf", PLAN))

    assert water.get(f"orders/{order.number}/materials/{card.sha256}").status_code == 404


@pytest.mark.parametrize(
    "file",
    ["materials/abc", "materials/" + "0" * 64, "papers/form-9", "papers/receipt-1", "papers/form-1%00"],
)
def test_what_is_not_there_is_not_found(water, order, plan, file):
    response = water.get(f"orders/{order.number}/{file}")

    assert (response.status_code, response.json()["title"]) == (404, "没有找到")


def test_without_a_key_nothing_is_handed_out(client, order, plan):
    assert client.get(f"/api/v1/orders/{order.number}/materials/{plan.sha256}").status_code == 401
