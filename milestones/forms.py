"""What a provider says of a running stage: one form per verb. What cannot be true is told by the services."""

from django import forms
from django.core import signing
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from applications.amounts import EXPAND, needs_assessment
from applications.uploads import BadFile
from common import clock
from common.form_fields import DayField, MomentField
from utilities.forms import VerbForm, truth_field

from .allowances import list_allowances
from .evidence import keep_evidence, keep_photo, paper_input, photo_input
from .models import Outcome, TimeLimit
from .services import can_be_skipped
from .stages import PauseReason, Stage

MINUTE = "%Y-%m-%dT%H:%M"
OUTSIDE_WORKS = [("yes", _("有")), ("no", _("没有"))]


def kept(keep, upload):
    """The path of a stored upload. Under its hash it harms nobody where the form is refused after all."""
    try:
        return keep(upload)
    except BadFile as error:
        raise forms.ValidationError(str(error)) from error


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field, as a list."""

    widget = FilesInput

    def clean(self, data, initial=None):
        clean_one = super().clean
        return [clean_one(file, initial) for file in data or []]


def assessment_hint(request):
    """In which unit, of an expansion what of it, and that it cannot be left out where nobody knows."""
    hints = [_("单位：%s") % request.entry.unit]
    if request.business == EXPAND:
        hints.append(_("填本次增加的量"))
    if needs_assessment(request):
        hints.append(_("申请人不清楚用量，踏勘完成时必须填写"))
    return "；".join(map(str, hints))


STAYS = gettext_noop("已上传 %(count)d 个文件，不用再选；还可以再加。")
STAYS_ALONE = gettext_noop("文件已上传，不用再选；另选一个即替换。")


class UploadsStay(forms.Form):
    """Files sent with a form that is shown again need not be sent again: their paths go along, signed.

    ``subject``: what they are for; nowhere else are they read.
    """

    uploaded = forms.CharField(required=False, widget=forms.HiddenInput)

    def stay(self, name, paths, said=STAYS):
        """What was uploaded for this field, now and before; it need not be chosen again."""
        before = self._read()
        paths = [*before.get(name, []), *paths]
        if paths:
            self.data = self.data.copy()
            self.data[self.add_prefix("uploaded")] = signing.dumps(before | {name: paths}, salt=self._salt)
            self[name].help_text = gettext(said) % {"count": len(paths)}
            self.fields[name].required = False
        return paths

    def stay_one(self, name, path):
        """Of a field for one file the last that was uploaded, '' if none was."""
        paths = self.stay(name, [path] if path else [], said=STAYS_ALONE)
        return paths[-1] if paths else ""

    def full_clean(self):
        """What was uploaded before is not demanded again."""
        for name in self._read().keys() & self.fields.keys():
            self.fields[name].required = False
        super().full_clean()

    def clean(self):
        said = super().clean()
        said.pop("uploaded", None)
        return said

    @property
    def _salt(self):
        return f"uploaded:{type(self.subject).__name__}:{getattr(self.subject, 'pk', '')}"

    def _read(self):
        try:
            return signing.loads(self.data.get(self.add_prefix("uploaded"), ""), salt=self._salt)
        except signing.BadSignature:
            return {}


class ReportForm(UploadsStay, VerbForm):
    """How a stage went. ``milestone`` is the running stage of the order."""

    outcome = forms.ChoiceField(label=_("结果"), widget=forms.RadioSelect)
    has_outside_works = truth_field(_("有外线工程"), OUTSIDE_WORKS, required=False)
    assessed_demand = forms.DecimalField(label=_("核定用量"), max_digits=12, decimal_places=2, required=False)
    occurred_at = MomentField(
        label=_("发生时间"),
        input_formats=[MINUTE],
        help_text=_("实际发生的时间，晚于 3 个工作日上报的会记为迟报。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
    )
    account_number = forms.CharField(
        label=_("户号"), max_length=40, required=False, help_text=_("已有的请填写，也可以接通后再登记。")
    )
    note = forms.CharField(
        label=_("说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = FilesField(
        label=_("现场照片"),
        required=False,
        help_text=_("可一次选择多张，手机上可直接拍照。"),
        widget=FilesInput(attrs=photo_input()),
    )

    def __init__(self, *args, milestone, **kwargs):
        super().__init__(*args, **kwargs)
        self.milestone = self.subject = milestone
        order = milestone.order
        may_skip = can_be_skipped(order, milestone.stage)
        self.fields["outcome"].choices = [
            (value, label) for value, label in Outcome.choices if may_skip or value != Outcome.NOT_NEEDED
        ]
        self.fields["occurred_at"].initial = clock.now
        if milestone.stage != Stage.CONNECTION:
            del self.fields["account_number"]
        if milestone.stage != Stage.SURVEY:
            del self.fields["has_outside_works"], self.fields["assessed_demand"]
        else:
            self.fields["assessed_demand"].help_text = assessment_hint(order.request)

    def clean_occurred_at(self):
        """The picker knows no seconds: within the minute the stage opened in, the opening itself is meant."""
        moment, opened_at = self.cleaned_data["occurred_at"], self.milestone.opened_at
        return opened_at if moment == opened_at.replace(second=0, microsecond=0) else moment

    def clean_photos(self):
        return self.stay("photos", [kept(keep_photo, file) for file in self.cleaned_data["photos"]])


def _limited(label, allowance):
    """A reason with its maximum and what is used of it."""
    if allowance.most is None:
        return label
    facts = {"label": label, "most": allowance.most, "used": allowance.used}
    return gettext("%(label)s（最多暂停 %(most)d 个工作日，已用 %(used)d）") % facts


class PauseForm(UploadsStay, VerbForm):
    """Why the clock stands still; the applicant is told and sees the basis. ``milestone``: the running stage."""

    reason = forms.ChoiceField(label=_("暂停原因"), choices=PauseReason.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("依据"),
        max_length=1000,
        help_text=_("写明依据的事实或文件，申请人会看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expected_until = DayField(
        label=_("预计恢复日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.FileField(
        label=_("照片或文书"),
        help_text=_("图片、PDF 或 OFD 文件，申请人可以查看。"),
        widget=forms.ClearableFileInput(attrs=paper_input()),
    )

    def __init__(self, *args, milestone, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject, allowances = milestone, list_allowances(milestone)
        self.fields["reason"].choices = [
            (reason, _limited(label, allowances[reason])) for reason, label in PauseReason.choices
        ]

    def clean_evidence(self):
        upload = self.cleaned_data["evidence"]
        return self.stay_one("evidence", upload and kept(keep_evidence, upload))


class TimeLimitForm(forms.ModelForm):
    """A limit and what is left out of it, ticked instead of typed as JSON."""

    excluded_stages = forms.MultipleChoiceField(
        label=_("不计入的环节"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("仅用于全程时限。"),
    )

    class Meta:
        model = TimeLimit
        fields = [
            "stage",
            "service",
            "variant",
            "has_outside_works",
            "days",
            "unit",
            "excluded_stages",
            "source",
            "is_confirmed",
            "valid_from",
        ]
