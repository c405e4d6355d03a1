"""Orders that are not simply taken in hand and kept."""

from .trait import Step, Trait, at, say

AGAIN = "."  # in the number of an order given out a second time


def is_first(order):
    return order["status"] == "pending" and AGAIN not in order["number"]


TRAITS = {
    "returned": Trait(
        "退单后重新分派",
        "order.returned",
        steps=(Step(is_first, say("return", reason="wrong_area", detail="不在本站供应范围")),),
    ),
    "unavailable": Trait(
        "暂不具备接入条件",
        "request.unavailable",
        steps=(
            Step(
                at("survey"),
                say(
                    "unavailable", reason="该区域尚未敷设管网", alternative="可先使用移动网络，通达后短信告知"
                ),
            ),
        ),
    ),
    "hands_over": Trait(
        "移交经办人",
        "order.handed_over",
        steps=(Step(at("survey"), say("hand-over", handler="接班员（模拟）", phone="13800000001")),),
    ),
    "asks_paper": Trait(
        "请申请人补交材料",
        "order.paper_brought",
        steps=(Step(at("survey", "plan"), say("requests", paper="场地平面图", detail="标明拟装表位置")),),
    ),
}
