"""A provider's system says who has an order in hand now."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import AfterValidator

from common.codes import clean_phone
from utilities.people import name_handler

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .inputs import Body, text
from .verbs import actor_of, read_again

router = Router()
router.add_decorator(takes(JSON), mode="view")


class HandOver(Body):
    handler: text(60, description=_("新的经办人，申请人会看到"))
    phone: Annotated[text(40, description=_("新的经办人电话，申请人会看到")), AfterValidator(clean_phone)]


@router.post(
    "/orders/{number}/hand-over",
    response=outputs.Order,
    summary=_("移交经办人"),
    description=_("在本单位内移交；已接单、办理中的工单才可以，否则返回 409。申请人会看到新的经办人和电话。"),
)
def hand_over(request, number: str, body: HandOver):
    order = get_order(request, number)
    name_handler(order, name=body.handler, phone=body.phone, by=actor_of(request, order))
    return read_again(request, number)
