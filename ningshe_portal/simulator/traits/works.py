"""Design, contract, start, fees and a plan that is changed while it is in force."""

from common import clock

from ..parts import plan_part
from .trait import Step, Trait, at, say

IN_WORKS = ("approval", "excavation", "construction")


def has_plan(order):
    return at(*IN_WORKS)(order) and bool(order["plan"]) and order["plan"]["status"] == "confirmed"


def today():
    return clock.today().isoformat()


def agree(kind, amount, *, is_outside):
    """The applicant pays; outside his plot that is looked at by the office."""

    def act(api, order):
        fee = {"kind": kind, "amount": amount, "payer": "applicant", "payee": "本单位营业厅"}
        say("fees", basis="津发改价〔2021〕公示标准", is_outside=is_outside, agreed_on=today(), **fee)(
            api, order
        )

    return act


def pay_all(api, order):
    path = f"orders/{order['number']}/fees"
    for fee in api.get(path)["fees"]:
        if not fee["paid_on"]:
            api.post(f"{path}/{fee['id']}/paid", {"paid_on": today(), "invoice": f"24120{fee['id']:07d}"})


def drop_wrong(api, order):
    path = f"orders/{order['number']}/fees"
    wrong = next(fee for fee in api.get(path)["fees"] if fee["kind"] == "equipment")
    api.post(f"{path}/{wrong['id']}/drop", {"reason": "重复登记"})


def note(step, *days, words=""):
    return lambda api, order: say(f"steps/{step}", note=words, **dict.fromkeys(days, today()))(api, order)


def lay_deeper(api, order):
    """The same way: a new version that only this order waits for."""
    given = api.get(f"orders/{order['number']}/plan")
    routes = [
        {name: route[name] for name in ("method", "start", "metres")} | {"section": route["section"]["id"]}
        for route in given["routes"]
        if route["is_own"]
    ]
    part = plan_part(order, clock.today()) | {"routes": routes}
    say("plan", **part | {"text": f"{given['part']['text']}埋深改为 1.2 米。"})(api, order)


def is_building(order):
    return has_plan(order) and order["stage"] == "construction"


TRAITS = {
    "fees": Trait(
        "费用商定、缴纳、开票",
        "fee.paid",
        steps=(
            Step(has_plan, agree("works", 1800, is_outside=False)),
            Step(has_plan, agree("road", 600, is_outside=True)),
            Step(has_plan, pay_all),
        ),
    ),
    "drops_fee": Trait(
        "登记有误的费用删除",
        "fee.dropped",
        steps=(
            Step(has_plan, agree("equipment", 300, is_outside=False)),
            Step(has_plan, drop_wrong),
        ),
    ),
    "steps": Trait(
        "登记设计、合同和开工",
        "works.step_recorded",
        steps=(
            Step(has_plan, note("design", "started_on")),
            Step(has_plan, note("design", "finished_on", words="施工图已审")),
            Step(has_plan, note("contract", "started_on", "finished_on")),
            Step(is_building, note("construction", "started_on")),
        ),
    ),
    "changes_plan": Trait(
        "方案确认后变更", "plan.part_given", '"version": 2', steps=(Step(is_building, lay_deeper),)
    ),
}
