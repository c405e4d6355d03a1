"""The cases of the demo: who applied for what, how many working days ago, and how far it has come."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One service asked for; ``steps``: how many stages after the acknowledgement are behind it."""

    service: str
    demand: int | None = None
    business: str = "new"
    carrier: str = ""
    purposes: tuple = ()
    users: int | None = None
    steps: int | None = None  # None: not acknowledged yet
    end: str = ""  # returned, withdrawn, unavailable
    is_paused: bool = False
    is_unknown: bool = False  # ``demand`` is then what the survey assesses
    assessed: int | None = None  # where the survey finds another amount
    lasts_days: int | None = None  # a temporary supply: until so many days from now
    extras: dict = field(default_factory=dict)
    is_doubted: bool = False  # the applicant says that the pause rests on nothing


@dataclass(frozen=True)
class Case:
    """``state``: how far the counter has come; ``days_ago``: working days since submission."""

    name: str
    code: str
    address: str
    town: str
    contact: str
    phone: str
    parts: tuple = field(default=())
    state: str = "accepted"
    days_ago: int = 1
    channel: str = "window"
    kind: str = "organisation"
    later: tuple = ()  # what befalls it after its orders have come so far


def water(demand=20, steps=None, **facts):
    return Part("water", demand, purposes=("living", "production"), steps=steps, **facts)


def power(demand=100, steps=None, **facts):
    return Part("power", demand, steps=steps, **facts)


def gas(demand=60, steps=None, **facts):
    return Part("gas", demand, purposes=("production",), steps=steps, **facts)


def net(carrier, steps=None, **facts):
    signals = ("broadband",)
    return Part("network", 200, carrier=carrier, purposes=signals, users=30, steps=steps, **facts)


ALL = 8  # every stage after the acknowledgement
LUTAI, QIAOBEI, NINGHE, MIAOZHUANG, FENGTAI = "120117001", "120117002", "120117102", "120117103", "120117104"
PANZHUANG, ZAOJIACHENG, QILIHAI, BIAOKOU, LIANZHUANG = (
    "120117107",
    "120117109",
    "120117110",
    "120117114",
    "120117115",
)
TRADE, ECONOMIC, PANZHUANG_ZONE = "120117400", "120117401", "120117452"

CASES = (
    # papers to be typed in
    Case(
        "天津津宁餐饮服务有限公司",
        "",
        "",
        LUTAI,
        "",
        "13820001051",
        (water(), gas()),
        "received",
        0,
    ),
    Case(
        "孙桂兰",
        "",
        "",
        LUTAI,
        "",
        "13820001052",
        (power(),),
        "late",
        1,
        kind="individual",
    ),
    # waiting at the counter
    Case(
        "天津津沽面业有限公司",
        "91120221MA05A1001",
        "芦台街道光明路 18 号",
        LUTAI,
        "李建国",
        "13820001001",
        (water(), power(160), gas(), net("mobile"), net("unicom"), net("telecom")),
        "submitted",
        0,
        "online",
    ),
    Case(
        "天津河畔餐饮管理有限公司",
        "91120221MA05A1002",
        "桥北街道商业道 66 号",
        QIAOBEI,
        "张慧",
        "13820001002",
        (water(8), gas(30)),
        "submitted",
        0,
    ),
    Case(
        "宁河区绿田果蔬专业合作社",
        "93120221MA05A1003",
        "东棘坨镇史家庄村 9 号",
        "120117112",
        "史永强",
        "13820001003",
        (power(60), net("mobile")),
        "submitted",
        2,
        "online",
    ),
    Case(
        "天津盛达汽车配件有限公司",
        "91120221MA05A1004",
        "宁河经济开发区五纬路 12 号",
        ECONOMIC,
        "韩冰",
        "13820001004",
        (water(35), power(400)),
        "submitted",
        4,
        "online",
    ),
    Case(
        "王秀兰",
        "",
        "芦台街道震新路 3 号楼 2 门 101",
        LUTAI,
        "王秀兰",
        "13820001005",
        (water(2), power(10), gas(3)),
        "submitted",
        1,
        kind="individual",
    ),
    # sent back, refused, withdrawn
    Case(
        "天津金穗粮油加工厂",
        "91120221MA05A1006",
        "丰台镇北街 21 号",
        FENGTAI,
        "刘金来",
        "13820001006",
        (power(250), water(15)),
        "returned",
        3,
        "online",
    ),
    Case(
        "天津恒通仓储有限公司",
        "91120221MA05A1007",
        "贸易开发区兴业路 8 号",
        TRADE,
        "郭亮",
        "13820001007",
        (power(80),),
        "corrected",
        4,
    ),
    Case(
        "天津滨海某建材经营部",
        "91120116MA05A1008",
        "滨海新区（误报）",
        LUTAI,
        "沈涛",
        "13820001008",
        (water(5),),
        "refused",
        6,
    ),
    Case(
        "天津远航物流有限公司",
        "91120221MA05A1009",
        "潘庄镇西塘坨村 1 号",
        PANZHUANG,
        "何军",
        "13820001009",
        (power(100), net("telecom")),
        "withdrawn",
        9,
        "online",
    ),
    # told what is missing, and silent since: in the hands of the office, and ended by it
    Case(
        "天津蓟运河渔具厂",
        "91120221MA05A1033",
        "宁河镇蓟运河西路 5 号",
        NINGHE,
        "于得水",
        "13820001033",
        (power(70), water(4)),
        "expired",
        18,
        "online",
    ),
    Case(
        "天津晨光家具有限公司",
        "91120221MA05A1034",
        "苗庄镇工业园 12 号",
        MIAOZHUANG,
        "陈光",
        "13820001034",
        (power(110),),
        "terminated",
        22,
        "online",
    ),
    # nobody there has a mobile: to be called
    Case(
        "李桂兰",
        "",
        "岳龙镇小闫村 15 号",
        "120117105",
        "李桂兰",
        "022-69590035",
        (water(1), power(8)),
        "accepted",
        0,
        kind="individual",
    ),
    # accepted, waiting for the providers
    Case(
        "天津七里海蟹业有限公司",
        "91120221MA05A1010",
        "七里海镇任凤村 5 号",
        QILIHAI,
        "任志刚",
        "13820001010",
        (water(40), power(200), net("mobile")),
        "accepted",
        0,
    ),
    Case(
        "天津宁康医药连锁有限公司",
        "91120221MA05A1011",
        "芦台街道新华道 102 号",
        LUTAI,
        "孟丽",
        "13820001011",
        (power(50), net("unicom", 1)),
        "accepted",
        2,
    ),
    Case(
        "俵口镇兴业农家院",
        "92120221MA05A1012",
        "俵口镇解放村 30 号",
        BIAOKOU,
        "解放军",
        "13820001012",
        (gas(6), water(3, 2)),
        "accepted",
        2,
    ),
    Case(
        "天津华创新材料有限公司",
        "91120221MA05A1013",
        "潘庄工业区三号路 6 号",
        PANZHUANG_ZONE,
        "杜鹏",
        "13820001013",
        (gas(300), power(630, 1), water(80, 1)),
        "accepted",
        3,
        later=("write",),
    ),
    Case(
        "造甲城镇中心幼儿园",
        "12120221MA05A1014",
        "造甲城镇造甲城村 2 号",
        ZAOJIACHENG,
        "姚娜",
        "13820001014",
        (water(12, end="returned"), power(60, 1)),
        "accepted",
        2,
    ),
    # in hand, at every stage
    Case(
        "天津天河食品有限公司",
        "91120221MA05A1015",
        "宁河经济开发区四经路 7 号",
        ECONOMIC,
        "田野",
        "13820001015",
        (water(30, 0), power(315, 0), gas(120, 0)),
        "accepted",
        2,
    ),
    Case(
        "天津芦花纸业有限公司",
        "91120221MA05A1016",
        "芦台街道沿河路 55 号",
        LUTAI,
        "芦振东",
        "13820001016",
        (water(60, 1), power(500, 1)),
        "accepted",
        4,
        "online",
    ),
    Case(
        "天津长青花卉有限公司",
        "91120221MA05A1017",
        "宁河镇江洼口村 11 号",
        NINGHE,
        "江晓",
        "13820001017",
        (water(25, 2, business="green"), power(40, 3)),
        "accepted",
        6,
    ),
    Case(
        "天津通顺机械有限公司",
        "91120221MA05A1018",
        "苗庄镇苗庄村 16 号",
        MIAOZHUANG,
        "苗壮",
        "13820001018",
        (power(200, 4), water(6, 3), net("mobile", 4)),
        "accepted",
        9,
    ),
    Case(
        "天津德润置业有限公司",
        "91120221MA05A1019",
        "桥北街道滨河路 9 号地块",
        QIAOBEI,
        "任远",
        "13820001019",
        (water(120, 5), power(800, 4), gas(400, 3), net("mobile", 5), net("unicom", 5), net("telecom", 4)),
        "accepted",
        15,
    ),
    Case(
        "天津小站稻香米业有限公司",
        "91120221MA05A1020",
        "廉庄镇木头窝村 8 号",
        LIANZHUANG,
        "穆勇",
        "13820001020",
        (power(160, 6), water(10, 6)),
        "accepted",
        14,
    ),
    Case(
        "天津宏图印务有限公司",
        "91120221MA05A1021",
        "贸易开发区兴宁路 3 号",
        TRADE,
        "洪涛",
        "13820001021",
        (power(120, 2, is_paused=True), net("telecom", 7)),
        "accepted",
        10,
    ),
    Case(
        "天津北方门窗有限公司",
        "91120221MA05A1022",
        "北淮淀镇乐善村 4 号",
        "120117113",
        "乐平",
        "13820001022",
        (power(90, 1, is_paused=True, is_doubted=True), water(5, 4)),
        "accepted",
        8,
    ),
    Case(
        "岳龙镇岳龙庄村股份经济合作社",
        "N2120221MA05A1023",
        "岳龙镇岳龙庄村村委会",
        "120117105",
        "岳建民",
        "13820001023",
        (water(15, 7), power(50, 7)),
        "accepted",
        13,
    ),
    Case(
        "天津宁津电子商务有限公司",
        "91120221MA05A1024",
        "芦台街道商业道 12 号",
        LUTAI,
        "贾倩",
        "13820001024",
        (net("mobile", 3), net("telecom", 2), power(30, 3)),
        "accepted",
        7,
        "online",
    ),
    # more of what there is, and how much nobody knows
    Case(
        "天津宁河优选网络科技有限公司",
        "91120221MA05A1041",
        "芦台街道商业道 88 号",
        LUTAI,
        "苏晓晴",
        "13820001041",
        (
            power(
                90,
                3,
                business="expand",
                assessed=80,
                extras={"account": "1201170088", "present_amount": "80"},
            ),
            net("unicom", 2, is_unknown=True),
        ),
        "accepted",
        6,
        "online",
    ),
    # on, but only for a while
    Case(
        "天津宁建工程有限公司",
        "91120221MA05A1042",
        "桥北街道金翠路工地",
        QIAOBEI,
        "荆建设",
        "13820001042",
        (
            water(8, ALL, business="temporary", lasts_days=18),
            power(100, ALL, lasts_days=150),
        ),
        "accepted",
        20,
    ),
    # ended
    Case(
        "天津芦台春酿造有限公司",
        "91120221MA05A1025",
        "芦台街道幸福道 1 号",
        LUTAI,
        "春华",
        "13820001025",
        (water(18, ALL), power(100, ALL), gas(50, ALL)),
        "accepted",
        22,
    ),
    Case(
        "赵桂芬",
        "",
        "桥北街道朝阳花园 5 号楼 1 门 302",
        QIAOBEI,
        "赵桂芬",
        "13820001026",
        (gas(2, ALL), water(1, ALL)),
        "accepted",
        18,
        kind="individual",
    ),
    Case(
        "天津科信软件有限公司",
        "91120221MA05A1027",
        "天津未来科技城创业路 2 号",
        "120117402",
        "柯心",
        "13820001027",
        (net("unicom", ALL), power(45, ALL)),
        "accepted",
        20,
        "online",
    ),
    Case(
        "大北涧沽镇便民超市",
        "92120221MA05A1028",
        "大北涧沽镇东街 7 号",
        "120117111",
        "卞敏",
        "13820001028",
        (power(20, ALL), water(2, end="withdrawn")),
        "accepted",
        16,
    ),
    Case(
        "板桥镇盆罐庄农机合作社",
        "93120221MA05A1029",
        "板桥镇盆罐庄村",
        "120117106",
        "庞贵",
        "13820001029",
        (gas(10, 1, end="unavailable"), power(70, ALL)),
        "accepted",
        19,
    ),
    Case(
        "廉庄镇水乡农家饭店",
        "92120221MA05A1032",
        "廉庄镇大于庄村 12 号",
        LIANZHUANG,
        "支秀琴",
        "13820001032",
        (gas(8, 0, end="unavailable"),),
        "accepted",
        12,
    ),
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
    # a half-filled walk-in
    Case(
        "天津新苗种业有限公司",
        "91120221MA05A1031",
        "苗庄镇后江石沽村",
        MIAOZHUANG,
        "苗新",
        "13820001031",
        (water(10), power(40)),
        "draft",
        0,
    ),
)
