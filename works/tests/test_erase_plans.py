"""A case made nameless keeps metres and days of its works, and nothing that was written about them."""

import pytest

from accounts.actors import SYSTEM
from applications.models import Application, Status
from applications.services import erase_application
from common import clock
from works.models import Fee, PlanPart
from works.services.fees import agree_fee
from works.tests.cases import along, give, orders_of, planned_case


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
