"""Forms about the people of a case: its contact, its agent, the clerk who looks after it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import RoleName
from applications.models import Application, Proof
from common import clock
from common.codes import BadCode, check_credit_code, clean_phone, mask_phone
from common.form_fields import DayField
from ningshe_portal.pages.verbs import VerbForm

DAY_WIDGET = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


def counter_staff():
    """Who can be the first contact of a case."""
    of_counter = Q(groups__name__in=[RoleName.CLERK, RoleName.OFFICE])
    return User.objects.filter(of_counter, is_active=True).distinct().order_by("display_name", "pk")


def column(name, **options):
    """A line of text under the name and as wide as its column."""
    field = Application._meta.get_field(name)
    return forms.CharField(label=field.verbose_name, max_length=field.max_length, **options)


class DayToComeField(DayField):
    """A last day: today or later."""

    def __init__(self, **options):
        super().__init__(
            required=False,
            widget=forms.DateInput(**DAY_WIDGET),
            error_messages={"invalid": gettext_lazy("请填写正确的日期，如 2026-11-23。")},
            **options,
        )

    def clean(self, value):
        day = super().clean(value)
        if day and day < clock.today():
            raise forms.ValidationError(_("截止日期不能早于今天。"))
        return day


def proof_field():
    return forms.ChoiceField(
        label=gettext_lazy("身份核对"),
        help_text=gettext_lazy("请先查验原件。您的姓名和核对方式会记入办理记录。"),
        choices=Proof.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择核对了什么证件。")},
    )


class CheckedForm(VerbForm):
    """A verb before which the window looks at a document."""

    proof = proof_field()

    def __init__(self, *args, application, **kwargs):
        """Phones stand there masked, and a masked one left alone stays."""
        self.application = application
        columns = [name for name in self.base_fields if hasattr(application, name)]
        present = {name: getattr(application, name) for name in columns}
        masked = {name: mask_phone(text) for name, text in present.items() if name.endswith("phone") and text}
        super().__init__(*args, initial=present | masked, **kwargs)
        self.order_fields([*present, "proof"])

    def clean_phone_named(self, name):
        typed, present = self.cleaned_data[name], getattr(self.application, name)
        if not typed or (present and typed == mask_phone(present)):
            return present if typed else ""
        try:
            return clean_phone(typed)
        except BadCode as error:
            raise forms.ValidationError(str(error)) from error


class ContactForm(CheckedForm):
    contact_name = column("contact_name", error_messages={"required": gettext_lazy("请填写联系人。")})
    contact_phone = column("contact_phone", error_messages={"required": gettext_lazy("请填写联系电话。")})

    def clean_contact_phone(self):
        return self.clean_phone_named("contact_phone")


class AgentForm(CheckedForm):
    agent_name = column("agent_name", error_messages={"required": gettext_lazy("请填写代理人姓名。")})
    agent_phone = column("agent_phone", error_messages={"required": gettext_lazy("请填写代理人电话。")})
    agent_capacity = column(
        "agent_capacity", required=False, help_text=gettext_lazy("例如：本单位职工、亲属、设计施工单位人员。")
    )
    agent_until = DayToComeField(
        label=gettext_lazy("代理至"), help_text=gettext_lazy("不填，则到本办件办结为止。")
    )

    def clean_agent_phone(self):
        return self.clean_phone_named("agent_phone")


class CodeForm(VerbForm):
    credit_code = forms.CharField(
        label=gettext_lazy("统一社会信用代码"),
        max_length=40,
        help_text=gettext_lazy("18 位，见营业执照、法人证书或登记证。村集体经济组织的代码以 N 开头。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请填写统一社会信用代码。")},
    )

    def clean_credit_code(self):
        try:
            return check_credit_code(self.cleaned_data["credit_code"])
        except BadCode as error:
            raise forms.ValidationError(str(error)) from error


class HandOverForm(VerbForm):
    """To whom, why, and whether for good."""

    taker = forms.ModelChoiceField(
        label=gettext_lazy("接收人"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("请选择接收人"),
        error_messages={"required": gettext_lazy("请选择接收人。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("移交原因"),
        max_length=200,
        help_text=gettext_lazy("例如：休假、轮岗、生病。"),
        error_messages={"required": gettext_lazy("请写明移交原因。")},
    )
    until = DayToComeField(
        label=gettext_lazy("移交至"),
        help_text=gettext_lazy("填写后，次日起自动恢复由原首问责任人负责；不填则为长期移交。"),
    )

    def __init__(self, *args, giver=None, **kwargs):
        super().__init__(*args, **kwargs)
        others = counter_staff()
        self.fields["taker"].queryset = others.exclude(pk=giver.pk) if giver else others
