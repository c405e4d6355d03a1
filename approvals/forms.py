"""What is said of permits: one form per verb. What cannot be true is told by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from common.form_fields import DayField, DayInput, MomentField
from milestones.evidence import keep_evidence, paper_input
from milestones.forms import MINUTE, UploadsStay, kept
from utilities.forms import VerbForm

from .models import PermitStatus, Procedure, WayOut
from .needs import Kind


def file_field(label, **options):
    return forms.FileField(label=label, widget=forms.ClearableFileInput(attrs=paper_input()), **options)


def text_field(label, most=5000, **options):
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), required=False, **options
    )


class PermitForm(UploadsStay, VerbForm):
    """``permit`` shapes it; a file becomes the path under which it is kept."""

    def __init__(self, *args, permit, **kwargs):
        super().__init__(*args, **kwargs)
        self.permit = self.subject = permit

    def clean_file(self):
        upload = self.cleaned_data["file"]
        return self.stay_one("file", upload and kept(keep_evidence, upload))


class PlainForm(PermitForm):
    """Nothing to say but yes."""

    clean_file = None


class RefileOneForm(PlainForm):
    hint = _("列为待申报后，补正材料，再从工单页“统一申报审批手续”。原来的申报和理由仍可查看。")


class NumberForm(PlainForm):
    number = forms.CharField(label=_("政务一网通受理编号"), max_length=60)

    def __init__(self, *args, permit, **kwargs):
        super().__init__(*args, permit=permit, **kwargs)
        self.fields["number"].initial = permit.external_number


class AcceptForm(PlainForm):
    number = forms.CharField(label=_("受理编号（没有可不填）"), max_length=60, required=False)


class DecideForm(PermitForm):
    """Granted or recorded, as the type asks, or refused."""

    outcome = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect)
    decided_at = MomentField(
        label=_("决定时间"),
        input_formats=[MINUTE],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
    )
    decision_number = forms.CharField(label=_("决定文号"), max_length=60, required=False)
    conditions = text_field(
        _("许可条件"), help_text=_("例如施工时段、恢复标准；申请人和各专营单位可以看到。")
    )
    refusal_reason = text_field(_("不予批准的理由"), help_text=_("不予批准时必须填写。"))
    valid_until = DayField(label=_("有效期至"), required=False, widget=DayInput())
    file = file_field(_("决定文书"), required=False, help_text=_("图片、PDF 或 OFD 文件。"))

    def __init__(self, *args, permit, **kwargs):
        super().__init__(*args, permit=permit, **kwargs)
        good = PermitStatus.GRANTED if permit.needs_decision else PermitStatus.RECORDED
        self.fields["outcome"].choices = [(one, one.label) for one in (good, PermitStatus.REFUSED)]
        self.fields["decided_at"].initial = clock.now

    def clean_decided_at(self):
        """The picker knows no seconds: within the minute of the filing, or of a procedure, that itself is meant."""
        said = self.cleaned_data["decided_at"]
        starts = [*(span.starts_at for span in self.permit.spans.running()), self.permit.filed_at]
        return next((start for start in starts if said == start.replace(second=0, microsecond=0)), said)


class PaperForm(PermitForm):
    """One more paper after the decision."""

    hint = _("补充的文书列在原有文书之后，不会替换原来的文件。")
    title = forms.CharField(
        label=_("文书名称"),
        max_length=80,
        help_text=_("例如：许可证正本、变更决定、延期批复。"),
        error_messages={"required": _("请填写文书名称。")},
    )
    file = file_field(
        _("文件"),
        help_text=_("图片、PDF 或 OFD 文件。"),
        error_messages={"required": _("请选择文件。")},
    )


class RefileForm(VerbForm):
    """Which of what was refused is to be filed anew."""

    hint = _(
        "列为待申报后，补正材料，再“统一申报审批手续”。不再申报、改走其他路由的，请“修改方案”：申请人确认后，"
        "不再需要的手续自动取消。"
    )
    permits = forms.MultipleChoiceField(
        label=_("未获批准的手续"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请勾选要重新申报的手续。")},
    )

    def __init__(self, *args, permits, **kwargs):
        super().__init__(*args, **kwargs)
        self.permits = {permit.number: permit for permit in permits}
        self.fields["permits"].choices = [
            (number, f"{permit.title}：{permit.refusal_reason}") for number, permit in self.permits.items()
        ]
        self.fields["permits"].initial = list(self.permits)

    def clean_permits(self):
        return [self.permits[number] for number in self.cleaned_data["permits"]]


class NoticeForm(PermitForm):
    """With the written notice the law asks for."""

    notice_number = forms.CharField(label=_("书面告知文号"), max_length=60)
    text = text_field(_("告知内容"), help_text=_("申请人可以看到。"))
    file = file_field(_("告知书"), required=False, help_text=_("图片、PDF 或 OFD 文件。"))


class ProcedureForm(NoticeForm):
    procedure = forms.ChoiceField(label=_("特别程序"), choices=Procedure.choices, widget=forms.RadioSelect)
    expected_days = forms.IntegerField(label=_("预计需要（工作日）"), min_value=1, max_value=250)
    field_order = ["procedure", "expected_days", "notice_number", "text", "file"]


class ExtendForm(NoticeForm):
    days = forms.IntegerField(
        label=_("延长（工作日）"),
        min_value=1,
        max_value=10,
        initial=10,
        help_text=_("最多 10 个工作日，只能延长一次。"),
    )
    approved_by = forms.CharField(label=_("批准人（本部门负责人）"), max_length=60)
    approved_on = DayField(
        label=_("批准日期"),
        required=False,
        widget=DayInput(),
        help_text=_("以书面告知为准；批准时承诺时限已过的，仍为逾期。"),
    )
    text = forms.CharField(label=_("延长的理由"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["days", "approved_by", "approved_on", "text", "notice_number", "file"]

    def __init__(self, *args, permit, **kwargs):
        super().__init__(*args, permit=permit, **kwargs)
        self.fields["approved_on"].initial = clock.today


class WayForm(VerbForm):
    """How to get past a protected road."""

    way_out = forms.ChoiceField(label=_("处理办法"), choices=WayOut.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("报区政府批准的，请写明理由。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WayOutForm(PlainForm, WayForm):
    """For one permit, at its desk."""


class FilingForm(VerbForm):
    """All permits to be filed now; the numbers of those that were handed in by hand, as far as there are any."""

    def __init__(self, *args, permits, **kwargs):
        super().__init__(*args, **kwargs)
        self.permits = list(permits)
        for permit in self.permits:
            if permit.department.endpoint_id is None:
                self.fields[permit.number] = forms.CharField(
                    label=_("%s：受理编号") % permit.title,
                    max_length=60,
                    required=False,
                    help_text=_("请先在政务一网通提交；还没有编号的可以随后补填。"),
                )
        if any(permit.type.code == Kind.TREES_FELLED for permit in self.permits):
            self.fields["has_no_old_trees"] = forms.BooleanField(
                label=_("已现场核对：需要砍伐的树木中没有古树名木"), required=False
            )

    def clean(self):
        said = super().clean()
        has_none = said.pop("has_no_old_trees", False)
        numbers = {permit.number: said.get(permit.number, "") for permit in self.permits}
        return {"numbers": numbers, "has_no_old_trees": has_none}
