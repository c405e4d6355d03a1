"""What a provider notes of its works: how far a step has come, what is to be paid and was."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from common.checked import CheckedMixin, checked_field
from common.form_fields import DayField, DayInput
from utilities.forms import VerbForm, truth_field

from .models import Fee, FeeKind, Payer, Step
from .red_line import warn_of_new_fee
from .services.fees import in_words
from .services.steps import RECORDED

OUTSIDE = [("yes", _("是")), ("no", _("否，在申请人红线内"))]


class StepForm(VerbForm):
    step = forms.ChoiceField(
        label=_("步骤"), choices=[(step.value, step.label) for step in RECORDED], widget=forms.RadioSelect
    )
    started_on = DayField(label=_("实际开始"), required=False, widget=DayInput())
    finished_on = DayField(
        label=_("实际完成"), required=False, widget=DayInput(), help_text=_("施工完成请在施工环节上报。")
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def clean_step(self):
        return Step(self.cleaned_data["step"])


class FeeForm(CheckedMixin, VerbForm):
    kind = forms.ChoiceField(label=_("费用项目"), choices=FeeKind.choices)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=0, max_digits=12, decimal_places=2)
    payer = forms.ChoiceField(label=_("付款方"), choices=Payer.choices, widget=forms.RadioSelect)
    payee = forms.CharField(label=_("收款单位"), max_length=80)
    is_outside = truth_field(
        _("用于用地红线外的工程"),
        OUTSIDE,
        help_text=_(
            "红线外的工程一般不由申请人付费（国办函〔2020〕129号）；由申请人付的，会提醒统筹办公室核对。"
        ),
    )
    is_checked = checked_field(_("已核对依据，红线外的工程由申请人付费"))
    basis = forms.CharField(
        label=_("收费依据"), max_length=200, help_text=_("文件名称、文号或合同编号，申请人会看到。")
    )
    agreed_on = DayField(label=_("商定日期"), required=False, widget=DayInput())

    field_order = ["kind", "amount", "payer", "payee", "is_outside", "basis", "agreed_on", "is_checked"]

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, initial={"payee": str(order.provider)}, **kwargs)

    def clean(self):
        said = self.cleaned_data
        self.check(warn_of_new_fee(said.get("payer"), said.get("is_outside")))
        return said


class OfFeeForm(VerbForm):
    """One of the fees nobody has paid yet."""

    fee = forms.ModelChoiceField(
        label=_("费用"),
        queryset=Fee.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("请选择一项费用。")},
    )

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fee"].queryset = Fee.objects.of_order(order).filter(paid_on=None)
        self.fields["fee"].label_from_instance = in_words


class PaidForm(OfFeeForm):
    paid_on = DayField(label=_("缴纳日期"), widget=DayInput(), initial=clock.today)
    invoice = forms.CharField(label=_("发票号码"), max_length=40, required=False)


class DropFeeForm(OfFeeForm):
    reason = forms.CharField(label=_("删除的原因"), max_length=200)
