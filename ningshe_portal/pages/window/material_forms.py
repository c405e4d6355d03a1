"""Forms of the desk about papers: taken, handed on, given back, promised, asked for by a provider."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.catalogue import MATERIAL_KINDS
from applications.models import Correction, Medium
from applications.needs import needs_of
from applications.services import MOST_PROMISE_WORKDAYS, PROMISE_WORKDAYS
from common import clock
from common.form_fields import DayField
from common.workdays import add_workdays
from district.services import load_calendar
from milestones.evidence import keep_evidence, paper_input
from milestones.forms import kept
from ningshe_portal.pages.verbs import VerbForm

DAY = "%Y-%m-%d"
FILES = ".pdf,.jpg,.jpeg,.png,.ofd,.dwg,application/pdf,image/jpeg,image/png"


class AttachForm(VerbForm):
    """What is brought to the counter: on paper, as a file, or both."""

    kind = forms.ChoiceField(
        label=_("材料类型"),
        choices=[(option.code, option.label) for option in MATERIAL_KINDS],
        initial="signed_form",
    )
    answers = forms.ModelChoiceField(
        label=_("对应的补交要求"), queryset=Correction.objects.none(), required=False, empty_label=_("没有")
    )
    medium = forms.ChoiceField(
        label=_("收取纸质材料"), choices=[("", _("不收，只存电子件")), *Medium.choices], required=False
    )
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=99, initial=1, required=False)
    pages = forms.IntegerField(label=_("每份页数"), min_value=1, max_value=999, required=False)
    file = forms.FileField(
        label=_("扫描件或照片"), required=False, widget=forms.ClearableFileInput(attrs={"accept": FILES})
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        asked = Correction.objects.asked().told().filter(application=application)
        self.fields["answers"].queryset = asked
        self.fields["answers"].label_from_instance = lambda row: f"{row.asked_by}：{'；'.join(row.items)}"
        if not asked:
            del self.fields["answers"]

    def clean(self):
        said = super().clean()
        if not said.get("file") and not said.get("medium") and "file" not in self.errors:
            raise forms.ValidationError(_("请选择要上传的文件，或登记收取的纸质材料。"))
        return said


class PromiseForm(VerbForm):
    """Which secondary paper comes later, and until when (容缺)."""

    kind = forms.ChoiceField(label=_("暂缺的次要材料"))
    until = DayField(
        label=_("补交期限"),
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        error_messages={"required": _("请填写补交期限。"), "invalid": _("请填写正确的日期，如 2026-11-23。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (need.requirement.kind, need.requirement.label)
            for need in needs_of(application)
            if need.can_be_promised
        ]
        set_term(self.fields["until"])


class ExtendForm(VerbForm):
    """A promise gets a longer term, once."""

    until = PromiseForm.base_fields["until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_term(self.fields["until"])


def set_term(field):
    """The usual day stands there, the last one possible beside it."""
    calendar, today = load_calendar(), clock.today()
    field.initial = add_workdays(today, PROMISE_WORKDAYS, calendar)
    field.help_text = _("一般 %(usual)d 个工作日，最长到 %(latest)s（%(most)d 个工作日，待确认）。") % {
        "usual": PROMISE_WORKDAYS,
        "most": MOST_PROMISE_WORKDAYS,
        "latest": add_workdays(today, MOST_PROMISE_WORKDAYS, calendar),
    }


class HandOnForm(VerbForm):
    to = forms.CharField(
        label=_("转交给谁"),
        max_length=80,
        help_text=_("单位和姓名，例如：宁河供电公司 王工。"),
        error_messages={"required": _("请写明转交给谁。")},
    )


class GiveBackForm(VerbForm):
    """Who fetched a paper; what he signed is photographed and kept."""

    to = forms.CharField(label=_("领回人"), max_length=60, error_messages={"required": _("请写明由谁领回。")})
    signature = forms.FileField(
        label=_("签收凭证"),
        help_text=_("领回人签字的照片或扫描件，JPG、PNG、PDF 或 OFD。"),
        error_messages={"required": _("请上传领回人签字的照片或扫描件。")},
        widget=forms.ClearableFileInput(attrs=paper_input()),
    )

    def clean_signature(self):
        return kept(keep_evidence, self.cleaned_data["signature"])


class ReasonForm(VerbForm):
    """Why something is not waited for; whoever waits reads it."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明原因。")},
    )
