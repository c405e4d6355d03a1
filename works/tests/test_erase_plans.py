"""A case made nameless keeps metres and days of its works, and nothing that was written about them."""

from itertools import chain

import pytest

from accounts.actors import SYSTEM
from applications.models import Application, Status
from applications.services import erase_application
from common import clock
from milestones.models import Apart, Span
from milestones.services import object_to_pause, pause_milestone, split_off, uphold_pause
from works.models import DigOffer, Fee, PlanPart
from works.services.fees import agree_fee
from works.services.joining import decline_dig
from works.tests.cases import along, give, orders_of, planned_case, road
from works.tests.trench import dug_case


@pytest.mark.django_db
def test_words_go_and_metres_stay():
    case = planned_case(("water",), joint=False)
    water = orders_of(case)["water"]
    give(water, along(), text="自李建国家门前接入", boundary="李家院墙")
    agree_fee(water, kind="works", amount=1200, payee="宁河供水", payer="provider", basis="合同", by=SYSTEM)
    Application.objects.filter(pk=case.pk).update(status=Status.FINISHED, ended_at=clock.now())
    case.refresh_from_db()

    erase_application(case)

    part, fee = PlanPart.objects.get(), Fee.objects.get()
    assert (part.text, part.boundary, part.given_by, part.routes.get().metres) == ("", "", "", 80)
    assert (fee.payee, fee.basis, fee.amount) == ("", "", 1200)


@pytest.mark.django_db
def test_why_somebody_left_or_declined_or_stood_still_goes_too(at):
    at("2026-11-23 09:00")
    section, words = road(), "李建国 13512341234 要求"
    dug_case(along(section), services=("gas",))
    case = dug_case(along(section))
    water, power = orders_of(case).values()
    decline_dig(DigOffer.objects.filter(order__in=[water, power]).first(), reason=words, by=SYSTEM)
    split_off(power, "excavation", reason=words, by=SYSTEM)
    span = pause_milestone(
        water.milestones.get(stage="excavation"),
        reason="applicant_site",
        basis=words,
        evidence="a.jpg",
        by=SYSTEM,
    )
    object_to_pause(span, text=words, by=SYSTEM)
    uphold_pause(span, reason=words, by=SYSTEM)
    Application.objects.filter(pk=case.pk).update(status=Status.FINISHED, ended_at=clock.now())
    case.refresh_from_db()

    erase_application(case)

    left = [
        *Apart.objects.values_list("reason", flat=True),
        *DigOffer.objects.values_list("reason", flat=True),
        *chain(
            *Span.objects.values_list("basis", "objection", "uphold_reason", "revoke_reason", "allow_reason")
        ),
    ]
    assert Apart.objects.exists() and set(left) == {""}
