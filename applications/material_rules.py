"""Which papers a case needs, as data: by applicant, service and circumstances. Pure. Form, guide, the checks of
the window and the promise of a paper are all made from here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .catalogue import MATERIAL_KINDS, Need

ORGANISATION, INDIVIDUAL = "organisation", "individual"
BOTH = (ORGANISATION, INDIVIDUAL)
SUPPLY = ("water", "power", "gas")  # what ends at a wall or a plot somebody owns
PLAN_FROM_KVA = 160  # low voltage ends there in other districts; nobody has confirmed it for this one
# No list of papers has been published for this district: every rule below stands to be confirmed.
ARE_CONFIRMED = False
LABELS = {option.code: option.label for option in MATERIAL_KINDS}
ORDER = {option.code: place for place, option in enumerate(MATERIAL_KINDS)}
STRENGTH = {Need.MAIN: 0, Need.SECONDARY: 1, Need.EXEMPT: 2}


@dataclass(frozen=True)
class Asked:
    """One service asked for, as far as it decides about papers."""

    business: str = ""
    demand: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules ask about a case. ``services``: what is asked for, by service."""

    applicant: str = ""
    has_code: bool = False
    has_agent: bool = False
    ownership: str = ""
    services: dict[str, Asked] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A circumstance in words, and how it is told from the facts; ``asked`` is the service of the rule."""

    label: str
    holds: Callable[[Facts, Asked | None], bool]


ANY = Case("", lambda facts, asked: True)
WITH_CODE = Case(_("有统一社会信用代码"), lambda facts, asked: facts.has_code)
WITHOUT_CODE = Case(_("暂无统一社会信用代码（如筹建单位、村集体）"), lambda facts, asked: not facts.has_code)
EXPANSION = Case(_("增容（已有户号）"), lambda facts, asked: asked.business == "expand")
RENTED = Case(_("房屋（土地）是租的"), lambda facts, asked: facts.ownership == "rented")
COLLECTIVE = Case(_("房屋（土地）属集体"), lambda facts, asked: facts.ownership == "collective")
LARGE = Case(
    _("申请容量大于 %d 千伏安（千瓦）") % PLAN_FROM_KVA,
    lambda facts, asked: asked.demand is not None and asked.demand > PLAN_FROM_KVA,
)
BY_AGENT = Case(_("由代理人办理"), lambda facts, asked: facts.has_agent)


@dataclass(frozen=True)
class Rule:
    """``kind`` is needed so badly by these applicants for these services (none: whatever is asked for)."""

    kind: str
    need: Need
    note: str
    applicants: tuple[str, ...] = BOTH
    services: tuple[str, ...] = ()
    case: Case = ANY

    def matches(self, facts):
        """The services it holds for; of a rule for whatever is asked for ``("",)``."""
        if facts.applicant not in self.applicants:
            return ()
        if not self.services:
            return ("",) if self.case.holds(facts, None) else ()
        asked = ((code, facts.services.get(code)) for code in self.services)
        return tuple(code for code, one in asked if one is not None and self.case.holds(facts, one))


# Of several rules for one paper the first that holds for a service decides there.
RULES = (
    Rule(
        "identity",
        Need.EXEMPT,
        _("凭信用代码核验营业执照（法人证书），不用再交。"),
        applicants=(ORGANISATION,),
        case=WITH_CODE,
    ),
    Rule(
        "code_proof",
        Need.MAIN,
        _("批准设立的文件，或村（居）民委员会、主管部门出具的证明，写明暂无代码的原因。"),
        applicants=(ORGANISATION,),
        case=WITHOUT_CODE,
    ),
    Rule(
        "identity",
        Need.SECONDARY,
        _("身份证件，窗口看过即还；没带也先受理，签约前补看。"),
        applicants=(INDIVIDUAL,),
    ),
    Rule(
        "ownership",
        Need.EXEMPT,
        _("开户时已交过，由专营单位按户号查。"),
        services=SUPPLY,
        case=EXPANSION,
    ),
    Rule("ownership", Need.MAIN, _("租赁合同，连同出租人的权属证明复印件。"), services=SUPPLY, case=RENTED),
    Rule(
        "ownership",
        Need.SECONDARY,
        _("有权属证明的提供；没有的，以村（居）民委员会的书面意见为准。"),
        services=SUPPLY,
        case=COLLECTIVE,
    ),
    Rule(
        "ownership",
        Need.MAIN,
        _("不动产权证、购房合同、土地使用证、建设工程规划许可证，有一样即可。"),
        services=SUPPLY,
    ),
    Rule(
        "owner_consent",
        Need.MAIN,
        _("出租人同意在该处报装的书面意见，签字或盖章。"),
        services=SUPPLY,
        case=RENTED,
    ),
    Rule(
        "owner_consent",
        Need.MAIN,
        _("村（居）民委员会同意报装的书面意见，盖章。"),
        services=SUPPLY,
        case=COLLECTIVE,
    ),
    Rule(
        "site_plan",
        Need.SECONDARY,
        _("标明用电位置的总平面图；踏勘前交到即可。"),
        services=("power",),
        case=LARGE,
    ),
    Rule("site_plan", Need.SECONDARY, _("标明用气位置的平面图；踏勘前交到即可。"), services=("gas",)),
    Rule(
        "load_list",
        Need.SECONDARY,
        _("主要用电设备的名称、台数、功率；踏勘前交到即可。"),
        services=("power",),
        case=LARGE,
    ),
    Rule("load_list", Need.SECONDARY, _("燃气器具的名称、台数、用气量；踏勘前交到即可。"), services=("gas",)),
    Rule("mandate", Need.MAIN, _("申请人签字或盖章，附代理人身份证件复印件。"), case=BY_AGENT),
)


@dataclass(frozen=True)
class Requirement:
    """One paper a case needs, how badly, for which services, and what will do."""

    kind: str
    need: Need
    services: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def label(self):
        return LABELS[self.kind]


def required_materials(facts):
    """The papers a case needs, in the order of the catalogue; of several needs the strongest holds."""
    decided = {}
    for rule in RULES:
        for service in rule.matches(facts):
            decided.setdefault((rule.kind, service), rule)
    kinds = sorted({kind for kind, _service in decided}, key=ORDER.get)
    return [_requirement(kind, decided) for kind in kinds]


def _requirement(kind, decided):
    found = {service: rule for (of, service), rule in decided.items() if of == kind}
    need = min((rule.need for rule in found.values()), key=STRENGTH.get)
    strongest = {service: rule for service, rule in found.items() if rule.need == need}
    return Requirement(
        kind=kind,
        need=need,
        services=tuple(service for service in strongest if service),
        notes=tuple(dict.fromkeys(rule.note for rule in strongest.values())),
    )


@dataclass(frozen=True)
class Standing:
    """One required paper and what there is of it: ``brought`` rows, or the row of a promise still open."""

    requirement: Requirement
    brought: tuple = ()
    promise: object = None

    @property
    def is_missing(self):
        """Nothing there, nothing promised, and it is asked for at all."""
        return self.is_asked and not self.brought and self.promise is None

    @property
    def is_asked(self):
        return self.requirement.need != Need.EXEMPT

    @property
    def is_main(self):
        return self.requirement.need == Need.MAIN

    @property
    def can_be_promised(self):
        return self.is_missing and self.requirement.need == Need.SECONDARY


def stand(requirements, materials):
    """How each required paper stands; ``materials``: those of the case, promised ones among them."""
    return [
        Standing(
            requirement,
            brought=tuple(m for m in materials if m.kind == requirement.kind and not m.is_promised),
            promise=next((m for m in materials if m.kind == requirement.kind and m.is_promised), None),
        )
        for requirement in requirements
    ]
