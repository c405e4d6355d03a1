"""Trenches that are left, joined, refused, or dug in an emergency."""

from ..conduct import IN_TRENCH, now
from .trait import Step, Trait, at, attach, say


def shares(order):
    """A trench not yet open with others in it."""
    is_early = at("approval", "excavation")(order)
    return is_early and any(dig["status"] == "planned" and len(dig["parties"]) > 1 for dig in order["digs"])


def is_building_in_trench(order):
    return at("construction")(order) and bool(order["digs"])


def emergency(order):
    return next((dig for dig in order["digs"] if dig["kind"] == "emergency" and not dig["closed_at"]), None)


def dig_at_once(api, order):
    section = order["digs"][0]["section"]["id"]
    say("digs", section=section, cause="旁侧老管爆裂漏水", occurred_at=now())(api, order)


def about_emergency(path, **body):
    def act(api, order):
        say(f"digs/{emergency(order)['id']}/{path}", occurred_at=now(), **body)(api, order)

    return act


def bring_papers(api, order):
    file = attach(api, order, "应急挖掘手续")
    number = f"宁城应急〔2026〕{emergency(order)['id']} 号"
    say(f"digs/{emergency(order)['id']}/papers", number=number, file=file)(api, order)


def answer_offer(api, order):
    offer = order["dig_offers"][0]["id"]
    say(f"dig-offers/{offer}/decline", reason="管位不同，各自开挖")(api, order)


def has_offer(order):
    return order["status"] == "open" and bool(order["dig_offers"])


WHY = "本单位施工队另有安排"
TRAITS = {
    "leaves_trench": Trait(
        "退出联合开挖后恢复",
        "order.rejoined",
        '"stage": "excavation"',
        steps=(
            Step(shares, say("digs/leave", reason=WHY)),
            Step(at("approval", "excavation"), say("digs/rejoin")),
        ),
    ),
    "digs_alone": Trait(
        "退出联合开挖，另行开挖",
        "order.split_off",
        '"stage": "excavation"',
        steps=(Step(shares, say("digs/leave", reason=WHY)),),
    ),
    "emergency": Trait(
        "应急开挖，24 小时内补办手续",
        "dig.papers_brought",
        steps=(
            Step(is_building_in_trench, dig_at_once),
            Step(emergency, bring_papers),
            Step(emergency, about_emergency("steps", steps=list(IN_TRENCH))),
            Step(emergency, about_emergency("backfill")),
        ),
    ),
    "shares_road": Trait("与其他办件同沟", "dig.joined"),
    "declines_offer": Trait("不与其他办件并沟", "dig.declined", steps=(Step(has_offer, answer_offer),)),
}
