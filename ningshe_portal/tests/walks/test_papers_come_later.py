"""A noodle shop without all its papers: one promised (容缺), one asked for by the gas company through the window."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Correction, Material
from applications.tasks import watch_promises, watch_requests
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE, sign_in_member, sign_in_phone, sign_in_staff, submitted_case
from utilities.models import WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from . import steps

pytestmark = pytest.mark.django_db


def pdf(name):
    return SimpleUploadedFile(name, f"%PDF-1.7\n{name}%%EOF".encode())


def desk(client, case, path, **said):
    return client.post(f"/window/{case.number}/{path}/", said)


def bring(client, case, target, name):
    sign_in_phone(client)
    client.post(f"/case/{case.number}/bring/", {"target": target, "files": pdf(name)})
    client.logout()


def test_papers_come_later_and_nothing_stands_still_meanwhile(client, at):
    demo_limits()
    gas = ServiceAreaFactory(provider=ProviderFactory(service="gas", name="宁河燃气")).provider
    at("2026-11-23 09:00")
    case = submitted_case(("gas",))
    sign_in_staff(client, "clerk")
    desk(client, case, "attach", kind="ownership", medium="original", copies="1", pages="2")
    desk(client, case, "promise", kind="site_plan", until="2026-12-07")
    desk(client, case, "accept")
    client.logout()
    order = WorkOrder.objects.get()
    assert order.milestones.running().get().is_counting

    at("2026-11-24 10:00")
    crew = sign_in_member(client, gas)
    type(crew).objects.update(is_staff=True)
    ask = f"/admin/utilities/workorder/{order.pk}/do/ask/"
    client.post(ask, {"paper": "燃气器具清单", "kind": "load_list", "detail": ""})
    client.logout()
    at("2026-11-26 00:05")  # no clerk looked at it for a whole working day
    watch_requests()
    asked = Correction.objects.get(order=order.number)
    assert asked.due_on.isoformat() == "2026-12-17"

    at("2026-11-30 09:00")
    watch_promises()
    at("2026-12-01 20:00")
    bring(client, case, f"promised-{Material.objects.promised().get().pk}", "平面图.pdf")
    bring(client, case, f"asked-{asked.pk}", "清单.pdf")
    watch_promises()
    watch_requests()

    at("2026-12-02 10:00")
    sign_in_staff(client, "clerk")
    original = Material.objects.held().get()
    desk(client, case, f"materials/{original.pk}/give-back", to="李建国", signature=pdf("签收.pdf"))

    assert steps.papers_of(case) == ["form", "consent", "promise", "receipt", "correction"]
    assert steps.texts_to(PHONE) == [
        "application.submitted",
        "material.promised",
        "application.accepted",
        "order.paper_told",
        "material.due_soon",
    ]
    assert steps.told(gas).count("order.amended") == 2
    assert not Material.objects.held().exists()
    assert not Correction.objects.unanswered().exists()
    assert sorted(case.materials.with_file().values_list("kind", "name")) == [
        ("load_list", "清单.pdf"),
        ("site_plan", "平面图.pdf"),
    ]
    steps.check_sound(case)
