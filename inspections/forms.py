"""What a crew says of a visit, on a phone at the place: one form per verb."""

import base64
import binascii

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from applications.models import Half
from common.form_fields import DayField, DayInput
from milestones.evidence import keep_photo, photo_input
from milestones.forms import ReportForm, kept
from milestones.models import Outcome
from milestones.stages import Holder
from utilities.forms import VerbForm

from .checklists import checklist_for, choices_for, faults_of
from .models import Answer, Unsigned

DRAWN = "data:image/png;base64,"
MOST_DRAWN = 400_000  # characters; a signature has a few thousand
PEOPLE = 2
MENDERS = [(Holder.PROVIDER, _("承办单位")), (Holder.APPLICANT, _("申请人"))]


class SignatureInput(forms.TextInput):
    """A field to sign in with a finger; without JavaScript only the hint to sign on paper."""

    template_name = "inspections/signature.html"


class SignatureField(forms.CharField):
    """A PNG drawn in the browser, as the path of the stored picture; '' for none."""

    widget = SignatureInput

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        if not text.startswith(DRAWN) or len(text) > MOST_DRAWN:
            raise forms.ValidationError(_("签字无法读取，请清除后重签，或签在纸上拍照上传。"))
        try:
            picture = base64.b64decode(text.removeprefix(DRAWN), validate=True)
        except binascii.Error as error:
            raise forms.ValidationError(_("签字无法读取，请清除后重签，或签在纸上拍照上传。")) from error
        return kept(keep_photo, ContentFile(picture, name="signature.png"))


class FindingForm(ReportForm):
    """What was found: who was there, what they saw, and the signature of the applicant's side."""

    first_person = forms.CharField(label=_("到场人员一"), max_length=40, required=False)
    second_person = forms.CharField(
        label=_("到场人员二"), max_length=40, required=False, help_text=_("踏勘、验收须两人到场。")
    )
    signature = SignatureField(label=_("申请人签字"), required=False)
    signature_photo = forms.FileField(
        label=_("签在纸上"),
        required=False,
        help_text=_("不便在屏幕上签的，签在纸上拍照上传。"),
        widget=forms.ClearableFileInput(attrs=photo_input()),
    )
    unsigned = forms.ChoiceField(
        label=_("没有签字的原因"), choices=[("", _("已签字")), *Unsigned.choices], required=False
    )

    def __init__(self, *args, milestone, **kwargs):
        super().__init__(*args, milestone=milestone, **kwargs)
        self.fields["first_person"].initial = milestone.order.handler_name
        self.order_fields([*self.first, "photos", "first_person", "second_person", "signature"])
        self.move_last("signature_photo", "unsigned", "occurred_at", "note")

    first = ("outcome",)

    def move_last(self, *names):
        for name in names:
            self.fields[name] = self.fields.pop(name)

    def clean_signature_photo(self):
        photo = self.cleaned_data["signature_photo"]
        kept_photos = self.stay("signature_photo", [kept(keep_photo, photo)] if photo else [])
        return kept_photos[-1] if kept_photos else ""

    def clean(self):
        """As the verb takes it."""
        said = super().clean()
        people = [said.pop("first_person", ""), said.pop("second_person", "")]
        said["people"] = [name for name in people if name]
        photo = said.pop("signature_photo", "")
        said["signature"] = said.get("signature") or photo
        if said.get("outcome") != Outcome.NOT_NEEDED:
            self._ask_for_witnesses(said)
        return said

    def _ask_for_witnesses(self, said):
        """Two of the provider, and the applicant's hand or why it is missing."""
        if len(set(said["people"])) < PEOPLE:
            self.add_error("second_person", _("请填写两名到场人员的姓名。"))
        is_broken = {"signature", "signature_photo"} & set(self.errors)
        if not (said["signature"] or said.get("unsigned") or is_broken):
            self.add_error("unsigned", _("请由申请人签字（在屏幕上或纸上拍照），没有签字的请选择原因。"))
        if said["signature"]:
            said["unsigned"] = ""


class ComeAgainForm(forms.Form):
    """By whom what failed is mended, and when one comes again."""

    mender = forms.ChoiceField(
        label=_("由谁整改"),
        choices=MENDERS,
        initial=Holder.PROVIDER,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("由申请人整改的，到再次上门之日前不计时。"),
    )
    again_on = DayField(
        label=_("再次上门日期"),
        required=False,
        widget=DayInput(),
        help_text=_("未通过时填写，须为工作日；不填为 3 个工作日后。几家都未通过的，以较晚的为准。"),
    )

    def clean_mender(self):
        return self.cleaned_data["mender"] or Holder.PROVIDER


class ConnectionForm(ComeAgainForm, ReportForm):
    """Supply is on, or what came between."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["outcome", "mender", "again_on"])


class SurveyForm(FindingForm):
    method = forms.CharField(
        label=_("接入方式"),
        max_length=300,
        required=False,
        help_text=_("例如：从光明路 DN200 管接入，破路约 12 米。"),
    )
    missing = forms.CharField(
        label=_("还需具备"),
        max_length=1000,
        required=False,
        help_text=_("申请人还要准备什么、现场还缺什么，申请人会看到。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    first = ("outcome", "has_outside_works", "assessed_demand", "method", "missing")


class AcceptanceForm(ComeAgainForm, FindingForm):
    """Passed, or what has to be mended by whom, and when one comes again."""

    to_mend = forms.CharField(
        label=_("整改事项"),
        max_length=1000,
        required=False,
        help_text=_("未通过时填写，一行一项；申请人会看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, milestone, **kwargs):
        self.request = milestone.order.request
        self.items = checklist_for(self.request)
        self.first = (
            "outcome",
            *(f"check_{item.code}" for item in self.items),
            "to_mend",
            "mender",
            "again_on",
        )
        super().__init__(*args, milestone=milestone, **kwargs)
        for item in self.items:
            self.fields[f"check_{item.code}"] = forms.ChoiceField(
                label=item.label,
                choices=choices_for(item, self.request),
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields([*self.first, *self.fields])

    def clean_to_mend(self):
        lines = self.cleaned_data["to_mend"].splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean(self):
        said = super().clean()
        answers = {item.code: said.pop(f"check_{item.code}", "") for item in self.items}
        said["checklist"] = {code: answer for code, answer in answers.items() if answer}
        if said.get("outcome") == Outcome.REACHED:
            self._mark_faults(said["checklist"])
        if said.get("outcome") == Outcome.FAILED and not (
            said.get("to_mend") or said.get("note", "").strip()
        ):
            self.add_error("to_mend", _("请列出需要整改的内容。"))
        return said

    def _mark_faults(self, answers):
        for item in faults_of(self.request, answers):
            text = (
                _("不合格的不能通过验收，请选择“未通过”。") if item.code in answers else _("请填写检查结果。")
            )
            self.add_error(f"check_{item.code}", text)


class AnswerForm(VerbForm):
    """Whether the provider comes; if not, the other day it offers, once for each visit."""

    answer = forms.ChoiceField(
        label=_("能否到场"),
        choices=[(Answer.COMING, _("可以到场")), (Answer.NOT, _("不能到场"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    counter_on = DayField(
        label=_("另提日期"),
        required=False,
        widget=DayInput(),
        help_text=_("不能到场时可以另提一个工作日，由申请人决定；每次安排只能另提一次。"),
    )
    counter_half = forms.ChoiceField(
        label=_("上午或下午"), required=False, choices=[("", _("请选择")), *Half.choices]
    )

    def __init__(self, *args, may_counter=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_counter:
            del self.fields["counter_on"], self.fields["counter_half"]

    def clean(self):
        said = super().clean()
        said["is_coming"] = said.pop("answer", "") == Answer.COMING
        return said


class ContractForm(VerbForm):
    signed_on = DayField(label=_("签订日期"), widget=DayInput())


class AloneForm(VerbForm):
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("申请人会看到，例如：现场不具备同时作业的条件。")
    )
