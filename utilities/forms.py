"""What a provider says of its work order: one form per verb. Contradictions are told by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.catalogue import MATERIAL_KINDS, SERVICES, TECHNICAL_MATERIALS, service_label
from common import clock
from common.codes import BadCode, clean_phone
from common.form_fields import DayField, DayInput
from common.short_forms import ShortForm
from district.models import Town

from .models import Membership, Provider, ReturnReason, Variant

TRUTH = {"yes": True, "no": False, "unknown": None}
YES_NO = [("yes", _("是")), ("no", _("否"))]
OUTSIDE_WORKS = [("yes", _("有")), ("no", _("没有")), ("unknown", _("踏勘后确定"))]


def truth_field(label, choices, **options):
    """Yes, no or not known yet, as radio buttons without any pre-ticked."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=TRUTH.get,
        empty_value=None,
        widget=forms.RadioSelect,
        **options,
    )


class VerbForm(ShortForm):
    """The short form of one verb on the desk.

    ``hint``: what pressing its button means, where the fields do not tell.
    """

    hint = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs.setdefault("inputmode", number_keys(field))


def number_keys(field):
    """Which keys a phone shows for a number: with a point only where there may be one."""
    return "decimal" if isinstance(field, (forms.DecimalField, forms.FloatField)) else "numeric"


class AcknowledgeForm(VerbForm):
    """Take orders in hand; ``services`` are those of the orders, for only power has variants."""

    handler_name = forms.CharField(label=_("经办人"), max_length=60)
    handler_phone = forms.CharField(
        label=_("经办人电话"),
        max_length=20,
        help_text=_("申请人会看到这个号码。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    variant = forms.ChoiceField(label=_("供电方式"), choices=Variant.choices, widget=forms.RadioSelect)
    needs_survey = truth_field(_("需要现场踏勘"), YES_NO)
    has_outside_works = truth_field(_("有外线工程"), OUTSIDE_WORKS)

    def __init__(self, *args, services, **kwargs):
        super().__init__(*args, **kwargs)
        if "power" not in services:
            del self.fields["variant"]

    def clean_handler_phone(self):
        try:
            return clean_phone(self.cleaned_data["handler_phone"])
        except BadCode as error:
            raise forms.ValidationError(str(error)) from error


class OrderHandOverForm(VerbForm):
    """To which colleague; never to another provider's staff."""

    to = forms.ModelChoiceField(
        label=_("接收人"),
        queryset=Membership.objects.none(),
        empty_label=_("请选择接收人"),
        help_text=_("只列本单位在岗的人员。申请人会看到新的经办人和电话。"),
        error_messages={"required": _("请选择接收人。")},
    )

    def __init__(self, *args, provider, handler=None, **kwargs):
        super().__init__(*args, **kwargs)
        present = Membership.objects.present(clock.today()).filter(provider=provider).select_related("user")
        colleagues = present.exclude(user=handler) if handler else present
        self.fields["to"].queryset = colleagues
        if not colleagues:
            self.fields["to"].help_text = _(
                "本单位目前没有其他在岗的专人，不能移交；需要增加的，请联系系统管理员。"
            )


class LeaveForm(VerbForm):
    """Both days count as leave; nothing at all means present."""

    away_from = DayField(label=_("请假自"), required=False, widget=DayInput())
    away_to = DayField(
        label=_("请假至"), required=False, widget=DayInput(), help_text=_("含当天；不填则到另行登记为止。")
    )


class ReturnForm(VerbForm):
    reason = forms.ChoiceField(label=_("退单原因"), choices=ReturnReason.choices, widget=forms.RadioSelect)
    detail = forms.CharField(
        label=_("说明"),
        max_length=500,
        help_text=_("统筹人员据此重新分派，请写明应由谁办理。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UnavailableForm(VerbForm):
    """The three things a 暂不具备接入条件告知书 must say."""

    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("例如：该区域尚未敷设供水管网。"))
    detail = forms.CharField(
        label=_("具体情况"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    alternative = forms.CharField(
        label=_("替代办法"),
        max_length=500,
        help_text=_("告知申请人可以怎么办，例如临时用水、预计通达时间。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ArrivalForm(VerbForm):
    """The network has come after all."""

    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        help_text=_("申请人会看到，例如通达的范围、从哪天起可以申请。"),
    )


class AskForm(VerbForm):
    """A paper the applicant is to bring, asked for through the window."""

    paper = forms.CharField(label=_("缺少的材料"), max_length=120, help_text=_("例如：总平面图。"))
    kind = forms.ChoiceField(
        label=_("材料类型"),
        required=False,
        choices=[
            ("", _("其他（由窗口转交）")),
            *((option.code, option.label) for option in MATERIAL_KINDS if option.code in TECHNICAL_MATERIALS),
        ],
        help_text=_("选了类型的，补交后可直接查看电子件。"),
    )
    detail = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        help_text=_("窗口会转告申请人。请一次提全：转告之后不能再增加。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApiKeyForm(VerbForm):
    label = forms.CharField(
        label=_("用途"),
        max_length=60,
        help_text=_("例如：营销系统正式环境。密钥只显示一次，请当场转交保存。"),
    )


def list_parts():
    """Every service, the network once per carrier, as choices ``service`` or ``service:carrier``."""
    for code, entry in SERVICES.items():
        if not entry.carriers:
            yield code, service_label(code)
        for carrier in entry.carriers:
            yield f"{code}:{carrier.code}", service_label(code, carrier.code)


class AreasForm(VerbForm):
    """Who serves several towns at once; no provider means that there is no network there yet."""

    part = forms.ChoiceField(label=_("专业"), choices=list_parts)
    provider = forms.ModelChoiceField(
        label=_("专营单位"),
        queryset=Provider.objects.active(),
        required=False,
        empty_label=_("暂无管网"),
    )
    towns = forms.ModelMultipleChoiceField(
        label=_("街镇（园区）"), queryset=Town.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    def clean_part(self):
        service, _colon, carrier = self.cleaned_data["part"].partition(":")
        return service, carrier

    def clean(self):
        provider, part = self.cleaned_data.get("provider"), self.cleaned_data.get("part")
        if provider and part and (provider.service, provider.carrier) != part:
            self.add_error("provider", _("该单位不办理这个专业。"))
