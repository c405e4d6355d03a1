"""Cases that plan together: one plan lies before its applicant, two cases share one trench."""

from .parts import ECONOMIC, LUTAI, Case, gas, power, water

CASES = (
    # one plan of three providers, to be confirmed by the applicant
    Case(
        "天津津沽老字号食品有限公司",
        "91120221MA05A1081",
        "芦台街道文化路 26 号",
        LUTAI,
        "鲁国庆",
        "13820001081",
        (water(30, 1), power(120, 1), gas(40, 1)),
        days_ago=4,
        channel="online",
        digs_together=True,
        later=("draw_plan",),
    ),
    # a trench that may be opened, and the neighbour who has joined it and still waits for a permit
    Case(
        "天津宁河精密铸造有限公司",
        "91120221MA05A1082",
        "宁河经济开发区四纬路 5 号",
        ECONOMIC,
        "方铁军",
        "13820001082",
        (water(40, 1), power(200, 1), gas(80, 1)),
        days_ago=9,
        digs_together=True,
        later=("draw_plan", "confirm_plan", "file_permits", "grant_permits"),
    ),
    Case(
        "天津四纬塑料包装有限公司",
        "91120221MA05A1083",
        "宁河经济开发区四纬路 7 号",
        ECONOMIC,
        "袁明",
        "13820001083",
        (water(25, 1), power(100, 1)),
        days_ago=6,
        digs_together=True,
        later=("draw_plan", "confirm_plan", "join_trench", "file_permits"),
    ),
)
