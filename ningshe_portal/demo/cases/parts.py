"""What a case of the demo is made of."""

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
    digs_together: bool = False  # one plan and one trench
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
