"""Permits that are refused, prolonged or stopped by a procedure, and the four ways out of a protected road."""

from common import clock

from ..conduct import BASIS, may_choose_way
from ..parts import NEW_ROAD, plan_part
from .joint import is_to_plan
from .trait import Step, Trait, say


def plan_on_new_road(api, order):
    say("plan", **plan_part(order, clock.today(), road=NEW_ROAD))(api, order)


def choose(way):
    def act(api, order):
        permit = may_choose_way(order)
        say(f"permits/{permit['number']}/way-out", way_out=way, basis=BASIS)(api, order)

    return Step(may_choose_way, act)


def protected(label, words, *ways):
    steps = (Step(is_to_plan, plan_on_new_road), *map(choose, ways))
    return Trait(f"保护期内的道路：{label}", "permit.way_out_chosen", words, steps)


TRAITS = {
    "asks_government": protected("报区政府批准", "报区政府批准", "government"),
    "goes_trenchless": protected("改用非开挖", "改用非开挖", "trenchless"),
    "goes_around": protected("改走其他路由", "改走其他路由", "reroute"),
    "waits_first": protected("先等待期满，后报批", "等待保护期满", "wait", "government"),
    "refused_once": Trait("审批不予批准后重新申报", "permit.planned_again"),
    "special_procedure": Trait("审批特别程序", "permit.procedure_ended"),
    "extended": Trait("审批延长期限", "permit.extended"),
}
