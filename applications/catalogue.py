"""The services that can be applied for, as data. The form, its checks, the printed form and what a
provider is sent are all made from here; a fifth service (heating) would be one more entry."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """How badly a paper is needed (rules of the window)."""

    MAIN = "main", _("主要材料")
    SECONDARY = "secondary", _("次要材料（可容缺）")
    EXEMPT = "exempt", _("免交（数据共享）")


@dataclass(frozen=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True)
class Carrier:
    """A network carrier; its letter ends the number of its work orders."""

    code: str
    label: str
    letter: str


@dataclass(frozen=True)
class Extra:
    """An optional question of the supplementary page (补充信息)."""

    code: str
    label: str
    kind: str = "text"  # text, note, phone, account, number, date, choice, yes
    options: tuple[Option, ...] = ()
    businesses: tuple[str, ...] = ()  # only asked for these business types; empty: for all
    is_wanted: bool = False  # left open, the form says so, and takes it all the same
    not_before: str = ""  # the question whose date must not be later than this one
    ends_supply: bool = False  # the supply is only meant to last until then
    help_text: str = ""


@dataclass(frozen=True)
class Service:
    code: str
    letter: str
    label: str
    businesses: tuple[Option, ...]
    business_label: str
    demand_label: str
    unit: str
    purposes: tuple[Option, ...] = ()
    purposes_code: str = "purposes"
    purposes_label: str = ""
    needs_purposes: bool = False
    demand_is_whole: bool = False
    asks_users: bool = False
    carriers: tuple[Carrier, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def title(self):
        """用水报装: how the paper form heads its section."""
        return _("%s报装") % self.label

    def field(self, name):
        """The name of one of this service's fields on the form: ``water-demand``."""
        return f"{self.code}-{name}"

    def business(self, code):
        return next((option for option in self.businesses if option.code == code), None)

    def carrier(self, code):
        return next((carrier for carrier in self.carriers if carrier.code == code), None)

    def order_letter(self, carrier=""):
        """The end of a work order's number: ``W``, ``N2``."""
        return self.carrier(carrier).letter if carrier else self.letter


NEW, EXPAND = Option("new", _("新开户")), Option("expand", _("增容"))
PRODUCTION, LIVING = Option("production", _("生产")), Option("living", _("生活"))
ACCOUNT = Extra(
    "account",
    _("现有户号"),
    kind="account",
    businesses=("expand",),
    is_wanted=True,
    help_text=_("在缴费单、缴费短信上；找不到可以不填"),
)


def _present(unit):
    return Extra(
        "present_amount",
        _("现有用量（%s）") % unit,
        kind="number",
        businesses=("expand",),
        is_wanted=True,
    )


WATER = Service(
    code="water",
    letter="W",
    label=_("用水"),
    businesses=(NEW, EXPAND, Option("green", _("绿化")), Option("temporary", _("临时用水"))),
    business_label=_("业务类型"),
    demand_label=_("用水需求"),
    unit=_("吨/日"),
    purposes=(PRODUCTION, LIVING, Option("fire", _("消防"))),
    purposes_label=_("用水性质"),
    extras=(
        ACCOUNT,
        _present("吨/日"),
        Extra("pipe_diameter", _("申请管径 DN（毫米）"), kind="number"),
        Extra(
            "temporary_from",
            _("临时用水开始日期"),
            kind="date",
            businesses=("temporary",),
            is_wanted=True,
        ),
        Extra(
            "temporary_to",
            _("临时用水结束日期"),
            kind="date",
            businesses=("temporary",),
            is_wanted=True,
            not_before="temporary_from",
            ends_supply=True,
            help_text=_("到期前 30 日会提醒您延期、转正式或拆除"),
        ),
    ),
)
POWER = Service(
    code="power",
    letter="P",
    label=_("用电"),
    businesses=(Option("new", _("新装")), EXPAND),
    business_label=_("业务类型"),
    demand_label=_("用电容量"),
    unit=_("千伏安（千瓦）"),
    extras=(
        ACCOUNT,
        _present("千伏安或千瓦"),
        Extra(
            "voltage",
            _("用电电压"),
            kind="choice",
            options=(Option("220v", _("220 伏")), Option("380v", _("380 伏")), Option("10kv", _("10 千伏"))),
        ),
        Extra(
            "sources",
            _("供电电源"),
            kind="choice",
            options=(Option("single", _("单电源")), Option("double", _("双电源"))),
        ),
        Extra(
            "demand_unit",
            _("容量单位"),
            kind="choice",
            options=(Option("kva", _("千伏安")), Option("kw", _("千瓦"))),
        ),
        Extra("construction_until", _("施工用电截止日期"), kind="date", ends_supply=True),
    ),
)
GAS = Service(
    code="gas",
    letter="G",
    label=_("用气"),
    businesses=(NEW, EXPAND),
    business_label=_("业务类型"),
    demand_label=_("用气需求"),
    unit=_("立方米/日"),
    purposes=(PRODUCTION, LIVING),
    purposes_label=_("用气性质"),
    extras=(
        ACCOUNT,
        _present("立方米/日"),
        Extra(
            "pressure",
            _("用气压力"),
            kind="choice",
            options=(Option("low", _("低压")), Option("medium", _("中压"))),
        ),
        Extra("appliances", _("燃气器具")),
        Extra("room", _("用气房间类型")),
    ),
)
NETWORK = Service(
    code="network",
    letter="N",
    label=_("用网"),
    businesses=(NEW, EXPAND),
    business_label=_("业务类型"),
    demand_label=_("需要带宽"),
    unit="M",
    purposes=(Option("cellular", _("手机信号")), Option("broadband", _("宽带信号"))),
    purposes_code="signals",
    purposes_label=_("用网需求"),
    needs_purposes=True,
    demand_is_whole=True,
    asks_users=True,
    carriers=(
        Carrier("mobile", _("移动"), "N1"),
        Carrier("unicom", _("联通"), "N2"),
        Carrier("telecom", _("电信"), "N3"),
    ),
    extras=(ACCOUNT, _present("M")),
)
SERVICES = {service.code: service for service in (WATER, POWER, GAS, NETWORK)}

GENERAL_EXTRAS = (
    Extra("site_contact_name", _("现场联系人")),
    Extra("site_contact_phone", _("现场联系电话"), kind="phone"),
    Extra("second_phone", _("备用电话"), kind="phone"),
    Extra("village", _("村（小区）")),
    Extra("building", _("楼栋、门牌")),
    Extra("neighbour_account", _("邻近用户户号或电杆号")),
    Extra(
        "ownership",
        _("房屋（土地）权属"),
        kind="choice",
        options=(
            Option("own", _("自有")),
            Option("rented", _("租赁")),
            Option("collective", _("集体")),
        ),
    ),
    Extra("owner_consents", _("产权人同意报装"), kind="yes"),
    Extra("wished_connection_on", _("期望接通日期"), kind="date"),
    Extra("site_ready_on", _("现场具备条件日期"), kind="date"),
    Extra("invoice_title", _("发票抬头")),
    Extra("invoice_tax_number", _("发票税号")),
    Extra(
        "delivery",
        _("文书送达方式"),
        kind="choice",
        options=(
            Option("window", _("窗口自取")),
            Option("sms", _("短信链接")),
            Option("post", _("邮寄")),
        ),
    ),
    Extra("remark", _("备注"), kind="note"),
)

# What may be attached; who needs which of them stands in ``material_rules``.
MATERIAL_KINDS = (
    Option("identity", _("主体资格证明（营业执照或身份证件）")),
    Option("code_proof", _("暂无信用代码的证明")),
    Option("ownership", _("房屋或土地权属证明")),
    Option("owner_consent", _("产权人同意报装的书面意见")),
    Option("site_plan", _("总平面图或位置图")),
    Option("load_list", _("用能设备清单")),
    Option("mandate", _("授权委托书")),
    Option("signed_form", _("签字的信息表")),
    Option("signed_consent", _("签字的告知同意与办理意愿确认书")),
    Option("other", _("其他材料")),
)
# Of these a provider needs to see; who somebody is and whom he empowered is not its business (个人信息保护法 6).
TECHNICAL_MATERIALS = ("ownership", "site_plan", "load_list")


def service_label(code, carrier=""):
    """用水, or 用网（移动) for a carrier's part."""
    service = SERVICES[code]
    if not carrier:
        return str(service.label)
    return _("%(service)s（%(carrier)s）") % {
        "service": service.label,
        "carrier": service.carrier(carrier).label,
    }
