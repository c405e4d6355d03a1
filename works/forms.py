"""What a provider says of the routes of its part, one by one. What cannot be is told by the services."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.days import LONG_SINCE
from common.form_fields import DayField, DayInput
from utilities.forms import VerbForm

from .models import Method, RoadSection, Route, Surface
from .picture import plain_metres, section_text

MOST_SECTIONS = 200
SPECIALS = {
    "is_inside_plot": _("在申请人用地红线内"),
    "is_highway": _("公路或公路建筑控制区"),
    "is_river": _("河道管理范围"),
    "is_wetland": _("湿地或生态红线"),
}


def metres_field(label, **options):
    return forms.DecimalField(label=label, min_value=1, max_digits=7, decimal_places=1, **options)


def yuan_field(label, **options):
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2, **options)


class ReviseForm(VerbForm):
    """Nothing to fill in: the next version begins with what the last one said."""

    hint = _(
        "以现在的方案为底稿编制新版，改好后重新提交。提交之前原方案不受影响，也可以“放弃修改”；"
        "已确认的方案，在申请人确认新版之前仍然有效，新增的审批手续办结后才能开挖。"
    )


class AlongForm(VerbForm):
    """Where along a section the way lies, and how."""

    method = forms.ChoiceField(label=_("敷设方式"), choices=Method.choices, widget=forms.RadioSelect)
    metres = metres_field(
        _("路由长度（米）"), required=False, help_text=_("本单位在这一路段敷设的长度；不填为全段。")
    )
    start = forms.DecimalField(
        label=_("距路段起点（米）"),
        min_value=0,
        max_digits=7,
        decimal_places=1,
        required=False,
        help_text=_("从路段起点开始的不用填。"),
    )


class RouteForm(AlongForm):
    """A section there is already: first those the other parties of the case use."""

    section = forms.ModelChoiceField(
        label=_("路段"),
        queryset=RoadSection.objects.none(),
        empty_label=_("请选择路段"),
        help_text=_("同一路段请选同一条，才能计算同沟开挖。没有的，用“添加新路段”。"),
        error_messages={"required": _("请选择路段。")},
    )
    field_order = ["section", "method", "metres", "start"]

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = known_sections(order)
        self.fields["section"].choices = list_choices(order)


class StretchForm(VerbForm):
    """A stretch of road by its name, and what everybody sees of it."""

    street = forms.CharField(label=_("道路名称"), max_length=60, help_text=_("例如：光明路"))
    from_point = forms.CharField(label=_("起点"), max_length=60, help_text=_("路口、门牌或标志物"))
    to_point = forms.CharField(label=_("止点"), max_length=60)
    section_metres = metres_field(_("路段长度（米）"))
    surface = forms.ChoiceField(label=_("路面"), choices=Surface.choices)


class SectionForm(StretchForm, AlongForm):
    """A stretch of road nobody has named yet, and the way along it."""

    specials = forms.MultipleChoiceField(
        label=_("路段位于"),
        choices=list(SPECIALS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("决定要办哪些审批，请如实勾选。"),
    )
    green_m2 = forms.DecimalField(
        label=_("占用绿地（平方米）"), min_value=0, max_digits=8, decimal_places=1, required=False
    )
    trees_to_move = forms.IntegerField(
        label=_("需迁移树木（株）"), min_value=0, max_value=9999, required=False
    )
    trees_to_fell = forms.IntegerField(
        label=_("需砍伐树木（株）"), min_value=0, max_value=9999, required=False
    )
    built_on = DayField(
        years=LONG_SINCE,
        label=_("道路建成日期"),
        required=False,
        widget=DayInput(),
        help_text=_("建成 5 年内一般不得开挖。"),
    )
    overhauled_on = DayField(
        years=LONG_SINCE,
        label=_("最近大修日期"),
        required=False,
        widget=DayInput(),
        help_text=_("大修 3 年内一般不得开挖。"),
    )
    dig_cost = yuan_field(_("开挖回填单价（元/米）"), required=False)
    road_cost = yuan_field(_("掘路修复单价（元/米）"), required=False)
    green_cost = yuan_field(
        _("绿地补偿单价（元/平方米）"), required=False, help_text=_("单价用来计算同沟节省的费用。")
    )
    field_order = [
        "street",
        "from_point",
        "to_point",
        "section_metres",
        "surface",
        "method",
        "metres",
        "start",
        "specials",
    ]

    @property
    def section_facts(self):
        """As ``take_section`` wants them."""
        said = self.cleaned_data
        names = "street from_point to_point surface built_on overhauled_on dig_cost road_cost green_cost"
        counts = ("green_m2", "trees_to_move", "trees_to_fell")
        return (
            {name: said[name] for name in names.split()}
            | {name: said[name] or 0 for name in counts}
            | {name: name in said["specials"] for name in SPECIALS}
            | {"metres": said["section_metres"]}
        )

    def clean(self):
        if not self.errors:
            self.cleaned_data = {
                "section": self.section_facts,
                "method": self.cleaned_data["method"],
                "metres": self.cleaned_data["metres"],
                "start": self.cleaned_data["start"],
            }
        return self.cleaned_data


class DropForm(VerbForm):
    """One of the routes of the part in hand."""

    route = forms.ModelChoiceField(
        label=_("移除哪一条"),
        queryset=Route.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("请选择要移除的路由。")},
    )

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["route"].queryset = routes_in_hand(order)
        self.fields["route"].label_from_instance = way_text


def way_text(route):
    """光明路（幸福道至团结道）：开挖敷设 80 米."""
    facts = {
        "section": route.section,
        "method": route.get_method_display(),
        "metres": plain_metres(route.metres),
    }
    return gettext("%(section)s：%(method)s %(metres)s 米") % facts


def in_hand(order):
    """The part being drawn up, else the one that counts; None before the first."""
    draft = order.plan_parts.filter(status="draft").first()
    return draft or order.plan_parts.present().order_by("version").last()


def routes_in_hand(order):
    """Of the draft; before it is begun those it will begin with."""
    return Route.objects.filter(part=in_hand(order)).select_related("section")


def known_sections(order):
    application = order.request.application
    used = Q(routes__part__plan__application=application)
    return RoadSection.objects.open_to(application).filter(used | Q(town=application.town)).distinct()


def sections_of_case(order):
    """Those some party of the case has drawn a way along, also in a draft."""
    return RoadSection.objects.filter(routes__part__plan__application=order.request.application).distinct()


def list_choices(order):
    """Those of the case first."""
    used = sections_of_case(order)
    others = known_sections(order).exclude(pk__in=used)[:MOST_SECTIONS]
    groups = [(_("本办件已用到的路段"), used), (_("本街镇（园区）的路段"), others)]
    choices = [(title, [(row.pk, section_text(row)) for row in rows]) for title, rows in groups if rows]
    return [("", _("请选择路段")), *choices]
