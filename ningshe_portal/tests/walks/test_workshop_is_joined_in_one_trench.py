"""A workshop: water and power come together, from one survey over one plan and one trench to one acceptance."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Status
from approvals.models import Permit
from milestones.stages import Stage
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.tests.factories import ServiceAreaFactory
from works.models import Dig, DigParty, RoadSection
from works.tasks import settle_trenches

from . import hands, steps
from .hands import applicant, apply_online, at_desk, at_window, in_chromium, member, order_of, staff

pytestmark = pytest.mark.django_db
WORKSHOP = {
    "power__business": "new",
    "power__account": None,
    "power__present_amount": None,
    "wants_joint_works": "yes",
    "wants_joint_acceptance": "yes",
    "wants_joint_connection": "yes",
    "entrusts_permits": "yes",
}
ROAD = {
    "street": "光明路",
    "from_point": "幸福道",
    "to_point": "光明路 18 号",
    "section_metres": "120",
    "surface": "asphalt",
    "method": "open_cut",
}


class Site:
    """Everybody who has to do with the one case, and their clock."""

    def __init__(self, at):
        self.at = at
        self.owner = applicant()
        _clerk, self.window = staff("clerk", "王窗口")
        _office, self.office = staff("office", "赵统筹")
        self.crews = dict(self.hire(service) for service in ("water", "power"))

    @staticmethod
    def hire(service):
        provider = ServiceAreaFactory(provider__service=service).provider
        return service, member(provider, f"{service}领班", "13900000001")[1]

    def begin(self):
        self.case = apply_online(self.owner, **WORKSHOP)
        at_window(self.window, self.case, "accept")
        self.orders = {service: order_of(self.case, service) for service in self.crews}

    def each(self, verb, stage="", **said):
        """The same word of both crews."""
        for service, crew in self.crews.items():
            at_desk(crew, self.orders[service], verb, stage, **said)

    def he(self, verb, **said):
        """The applicant, in his case file."""
        answer = self.owner.post(f"/case/{self.case.number}/{verb}/", said)
        assert answer.status_code == 302, answer.content.decode()
        self.case.refresh_from_db()

    def reads(self):
        return self.owner.get(f"/case/{self.case.number}/").content.decode()

    def stages(self):
        for order in self.orders.values():
            order.refresh_from_db()
        return {order.milestones.running().get().stage for order in self.orders.values()}

    def visit(self, kind, on, half="am"):
        """Both answer, the office fixes the day and he says he will be there."""
        self.each("visit-answer", kind, answer="coming")
        visit = self.case.visits.open().get(kind=kind)
        at_window(self.office, self.case, "visit-fix", visit=visit.pk, on=on, half=half, asked_by="")
        self.he("visit-confirm", visit=visit.pk)


@in_chromium
def test_a_workshop_is_joined_in_one_trench(at):
    demo_limits()
    site = Site(at)

    at("2026-11-23 09:00")
    site.begin()
    at("2026-11-23 10:00")
    for service, crew in site.crews.items():
        hands.acknowledge(crew, site.orders[service], f"{service}领班", "13900000001")

    # One visit: proposed, answered, fixed, confirmed; then both say what they found.
    site.visit("survey", date(2026, 11, 24))
    at("2026-11-24 10:30")
    site.each(
        "report",
        "survey",
        outcome="reached",
        has_outside_works="yes",
        method="从幸福道接入",
        missing="院内阀门井须自建",
        **hands.WITNESSES,
        occurred_at="2026-11-24T10:00",
    )
    assert "院内阀门井须自建" in site.reads()
    assert site.stages() == {Stage.PLAN}

    # One plan: the section is named once, the second lies in it; he sends it back once and then confirms.
    at("2026-11-24 14:00")
    at_desk(site.crews["water"], site.orders["water"], "section", **ROAD)
    section = RoadSection.objects.get()
    at_desk(site.crews["power"], site.orders["power"], "route", section=section.pk, method="open_cut")
    dates = {
        "text": "沿光明路接入",
        "days": "12",
        "construction_from": "2026-12-15",
        "construction_until": "2026-12-17",
    }
    dates |= {"excavation_from": "2026-12-14", "excavation_until": "2026-12-15"}
    dates |= {"backfill_from": "2026-12-18", "backfill_until": "2026-12-18"}
    costs = {"provider_cost": "30000", "applicant_cost": "0", "public_cost": "0"}
    for service, crew in site.crews.items():
        said = dates | costs | {"boundary": "院墙外 1 米", "safety": "与其他管线净距 0.5 米"}
        drawing = SimpleUploadedFile(f"{service}.pdf", b"%PDF-1.7\n%%EOF")
        at_desk(crew, site.orders[service], "plan", **said, drawing=drawing)
    page = site.reads()
    assert "光明路" in page
    assert "<svg" in page
    plan = site.case.plans.get()
    site.he("return-plan", target=f"{plan.pk}-{plan.version}", reason="请把工期提前一天", parts=[])
    at("2026-11-25 09:00")
    dates |= {
        "construction_until": "2026-12-16",
        "backfill_from": "2026-12-17",
        "backfill_until": "2026-12-17",
    }
    site.each("plan", **dates)
    plan.refresh_from_db()
    site.he("confirm-plan", target=f"{plan.pk}-{plan.version}")
    assert site.stages() == {Stage.APPROVAL}

    # One approval: he entrusts, one provider files all, each department decides at its own desk.
    site.he("entrustment", agrees="on")
    permits = Permit.objects.filter(application=site.case)
    entrusted = site.case.entrustments.living().get().provider
    filer = next(service for service, order in site.orders.items() if order.provider == entrusted)
    at("2026-11-25 11:00")
    numbers = {permit.number: f"GG{permit.pk}" for permit in permits}
    at_desk(site.crews[filer], site.orders[filer], "file-permits", **numbers)
    for permit in permits.select_related("department"):
        officer, desk = staff("officer", "孙审批")
        permit.department.members.add(officer)
        site.at("2026-11-27 09:00")
        decide(desk, permit, "accept")
        outcome = "granted" if permit.needs_decision else "recorded"
        decide(desk, permit, "decide", outcome=outcome, decided_at="2026-11-27T09:00", conditions="夜间施工")
    assert site.stages() == {Stage.EXCAVATION}

    # One trench: opened by its lead for both, closed by it once both are through.
    dig = Dig.objects.get()
    lead = next(service for service, order in site.orders.items() if order.dig_parties.get().is_lead)
    at("2026-12-14 08:30")
    at_desk(site.crews[lead], site.orders[lead], "dig-open", dig=dig.pk, at="2026-12-14T08:30")
    settle_trenches()  # as beat does
    assert site.stages() == {Stage.CONSTRUCTION}
    at("2026-12-16 15:00")
    site.each("report", "construction", outcome="reached", occurred_at="2026-12-16T15:00")
    site.each("dig-report", dig=dig.pk, steps=list(DigParty.STEPS), at="2026-12-16T15:00")
    at("2026-12-17 16:00")
    page = site.crews[lead].get(f"/admin/utilities/workorder/{site.orders[lead].pk}/change/").content.decode()
    assert page.index("沟槽回填") < page.index("上报结果")
    assert "2026-12-14（周一）" in page
    assert "T00:30" not in page
    at_desk(site.crews[lead], site.orders[lead], "dig-close", dig=dig.pk, at="2026-12-17T16:00")
    settle_trenches()
    assert site.stages() == {Stage.ACCEPTANCE}

    # One acceptance and one connection; he reads where he stands, and rates.
    at("2026-12-17 16:30")
    site.visit("acceptance", date(2026, 12, 18))
    at("2026-12-18 10:30")
    site.each("report", "acceptance", outcome="reached", occurred_at="2026-12-18T10:00", **hands.WITNESSES)
    site.each("contract", signed_on="2026-12-18")
    site.visit("connection", date(2026, 12, 21))
    at("2026-12-21 10:30")
    site.each(
        "report", "connection", outcome="reached", occurred_at="2026-12-21T10:00", account_number="1201"
    )
    site.he("rate", **{"grade-case": "5", "is_named": "no"})

    assert site.case.status == Status.FINISHED
    assert {"arrangement", "survey", "plan", "entrustment", "acceptance", "completion"} <= set(
        steps.papers_of(site.case)
    )
    assert steps.texts_to(PHONE).count("application.finished") == 1
    steps.check_sound(site.case)


def decide(desk, permit, verb, **said):
    answer = desk.post(reverse("admin:approvals_permit_act", args=[permit.pk, verb]), said)
    assert answer.status_code == 302, answer.content.decode()
