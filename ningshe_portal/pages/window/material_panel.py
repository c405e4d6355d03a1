"""The papers of one case at the desk: what is needed, what there is, where it lies, what is still to come, and
what can be done with each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.material_rules import required_materials, stand
from applications.models import Correction, Status
from applications.needs import case_facts, list_present
from applications.services import (
    close_request,
    end_promise,
    extend_promise,
    give_back_material,
    hand_on_material,
    pass_on_request,
)
from common import clock
from ningshe_portal.pages.materials import material_url
from ningshe_portal.pages.verbs import Panel, Verb, plain

from .material_forms import ExtendForm, GiveBackForm, HandOnForm, ReasonForm

OVER = {Status.FINISHED, Status.REFUSED, Status.WITHDRAWN, Status.TERMINATED}

MATERIAL_VERBS = {
    "hand-on": Verb(
        title=_("转交"),
        button=_("登记转交"),
        permission="applications.submit_application",
        fits=lambda material: material.is_held,
        make_form=plain(HandOnForm),
        run=hand_on_material,
        done=_("已登记转交。"),
    ),
    "give-back": Verb(
        title=_("退还"),
        button=_("登记退还"),
        permission="applications.submit_application",
        fits=lambda material: material.is_held,
        make_form=plain(GiveBackForm),
        run=give_back_material,
        done=_("已登记退还。"),
    ),
    "extend": Verb(
        title=_("延期一次"),
        button=_("同意延期"),
        hint=_("出具新的承诺书，原承诺书由它代替。"),
        permission="applications.settle_promise",
        fits=lambda material: material.is_promised and material.promise_extended_at is None,
        make_form=plain(ExtendForm),
        run=extend_promise,
        done=_("已延期并告知申请人，请打印新的承诺书交申请人签字。"),
    ),
    "end": Verb(
        title=_("结束容缺"),
        button=_("结束并告知申请人"),
        hint=_("不再等待这份材料。需要终止整个办件的，另用“终止办理”。"),
        permission="applications.settle_promise",
        fits=lambda material: material.is_promised,
        make_form=plain(ReasonForm),
        run=end_promise,
        done=_("已结束容缺并告知申请人。"),
    ),
}
REQUEST_VERBS = {
    "pass-on": Verb(
        title=_("转告申请人"),
        button=_("转告申请人"),
        permission="applications.return_application",
        fits=lambda correction: correction.told_at is None,
        run=pass_on_request,
        done=_("已出具补正告知书并短信告知申请人。"),
        is_main=True,
    ),
    "close": Verb(
        title=_("不需要补交"),
        button=_("告知承办单位"),
        hint=_("例如：窗口已有、可以共享取得，或不再等待。承办单位会看到原因。"),
        permission="applications.return_application",
        fits=lambda correction: True,
        make_form=plain(ReasonForm),
        run=close_request,
        done=_("已告知承办单位。"),
    ),
}


@dataclass(frozen=True)
class Act:
    """A verb on one paper with its empty form."""

    verb: Verb
    url: str
    form: object


@dataclass(frozen=True)
class Line:
    """One paper that is there or promised, and what can be done with it."""

    material: object
    url: str
    signature_url: str
    acts: list
    is_late: bool = False


@dataclass(frozen=True)
class Group:
    """One kind of paper: how badly it is needed (None: not by a rule), and its rows."""

    label: str
    standing: object
    lines: list


def load_materials(application, user):
    materials = list_present(application)
    lines = [_line(application, material, user) for material in materials]
    standings = stand(required_materials(case_facts(application)), materials)
    needed = [
        Group(
            one.requirement.label, one, [line for line in lines if line.material.kind == one.requirement.kind]
        )
        for one in standings
    ]
    kinds = {one.requirement.kind for one in standings}
    others = [line for line in lines if line.material.kind not in kinds]
    asked = Correction.objects.asked().filter(application=application).select_related("request")
    return {
        "groups": needed,
        "others": others,
        "asked": [(row, _acts(application, row, "request_act", REQUEST_VERBS, user)) for row in asked],
        "kept": [
            line.material for line in lines if line.material.is_held and line.material.medium == "original"
        ],
        "is_over": application.status in OVER,
    }


def _line(application, material, user):
    return Line(
        material=material,
        url=material_url(application, material) if material.path else "",
        signature_url=_signature_url(application, material),
        acts=_acts(application, material, "material_act", MATERIAL_VERBS, user),
        is_late=material.is_promised and material.promised_until < clock.today(),
    )


def _signature_url(application, material):
    return reverse("window:signature", args=[application.number, material.pk]) if material.signature else ""


def _acts(application, row, view, verbs, user):
    return [
        Act(
            verb,
            reverse(f"window:{view}", args=[application.number, row.pk, name]),
            verb.make_form(row, auto_id=f"{view}_{row.pk}_{name}_%s"),
        )
        for name, verb in verbs.items()
        if user.has_perm(verb.permission) and verb.fits(row)
    ]


MATERIALS = Panel("window/_materials.html", load_materials)
