"""Cases that took a turn: people changed, a carrier chosen, deemed accepted, a paper promised."""

from .parts import ECONOMIC, QIAOBEI, TRADE, Case, gas, net, power, water

CASES = (
    # people change, one of several carriers is chosen
    Case(
        "天津宁河智联数据有限公司",
        "91120221MA05A1061",
        "宁河经济开发区三经路 19 号",
        ECONOMIC,
        "尚文",
        "13820001061",
        (net("mobile", 1), net("unicom", 0), net("telecom", 1)),
        days_ago=3,
        later=("choose",),
    ),
    Case(
        "天津宁河远洋冷链有限公司",
        "91120221MA05A1062",
        "贸易开发区海源路 6 号",
        TRADE,
        "袁海",
        "13820001062",
        (power(150, 1), net("mobile", 0), net("unicom", 1)),
        days_ago=3,
        later=("appoint", "stand_in"),
    ),
    # deemed accepted because nobody answered
    Case(
        "天津鸿泰金属制品有限公司",
        "91120221MA05A1030",
        "宁河经济开发区六经路 5 号",
        ECONOMIC,
        "洪泰",
        "13820001030",
        (power(300, 0), water(20)),
        "silent",
        8,
        "online",
    ),
    # a paper promised for later, and one the gas company asks for through the window
    Case(
        "天津桥北老味面馆",
        "92120221MA05A1052",
        "桥北街道滨河路 27 号",
        QIAOBEI,
        "柴建军",
        "13820001071",
        (gas(20),),
        "papers",
        2,
    ),
)
