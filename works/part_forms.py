"""What a provider says of its part as a whole. What cannot be is told by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.file_kinds import EVERYTHING, accept
from common.checked import CheckedMixin, checked_field
from common.form_fields import DayField, DayInput
from milestones.evidence import keep_evidence
from milestones.forms import ReportForm, UploadsStay, kept
from milestones.models import Outcome
from utilities.forms import VerbForm

from .completeness import COSTS, list_needed, needs_drawing
from .forms import in_hand, yuan_field
from .models import Step
from .red_line import warn_of_cost
from .services.needless import builds_nothing


class DaysWidget(forms.MultiWidget):
    """From when until when, side by side."""

    use_fieldset = True

    def __init__(self):
        first, last = DayInput(), DayInput()
        first.attrs["aria-label"], last.attrs["aria-label"] = _("开始日期"), _("结束日期")
        super().__init__({"from": first, "until": last}, attrs={"class": "days"})

    def decompress(self, value):
        return list(value) if value else [None, None]


class DaysField(forms.MultiValueField):
    """A pair of days, or None for neither."""

    widget = DaysWidget

    def __init__(self, **options):
        days = [DayField(required=False), DayField(required=False)]
        super().__init__(fields=days, require_all_fields=False, required=False, **options)

    def compress(self, days):
        days = days or [None, None]
        if bool(days[0]) != bool(days[1]):
            raise forms.ValidationError(_("请同时填写开始和结束日期。"))
        return tuple(days) if days[0] else None


class PartForm(CheckedMixin, UploadsStay, VerbForm):
    """The part as a whole, with what the last version said."""

    text = forms.CharField(
        label=_("接入方案"),
        max_length=2000,
        help_text=_("从哪里接、怎么接、主要设备，申请人会看到。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    provider_cost = yuan_field(_("专营单位承担（元）"), required=False)
    applicant_cost = yuan_field(
        _("申请人承担（元）"),
        required=False,
        help_text=_("用地红线外的工程，一般不由申请人承担（国办函〔2020〕129号）。"),
    )
    public_cost = yuan_field(_("财政承担（元）"), required=False)
    boundary = forms.CharField(label=_("产权分界点"), max_length=200, required=False)
    safety = forms.CharField(label=_("安全距离要求"), max_length=300, required=False)
    days = forms.IntegerField(label=_("工期（日）"), min_value=1, max_value=999, required=False)
    drawing = forms.FileField(
        label=_("图纸"),
        required=False,
        help_text=_("图片、PDF、OFD 或 DWG；有开挖的须附，不传则沿用上一版。"),
        widget=forms.ClearableFileInput(attrs={"accept": accept(EVERYTHING)}),
    )

    is_checked = checked_field(_("已核对：红线外的工程由申请人承担费用"))

    def __init__(self, *args, order, **kwargs):
        part = in_hand(order)
        super().__init__(*args, initial=_initial(part), **kwargs)
        self.subject = order
        self.routes = list(part.routes.select_related("section")) if part else []
        opens = bool(part) and part.opens_ground
        for step in Step:
            if opens or step not in (Step.EXCAVATION, Step.BACKFILL):
                self.fields[step.value] = DaysField(label=_("%s计划日期") % step.label)
                self.initial[step.value] = planned_days(part, step)
        for name in list_needed(self.routes):
            self.fields[name].required = True
        self.fields["drawing"].required = needs_drawing(self.routes) and not part.drawing
        self.order_fields([name for name in self.fields if name != "is_checked"])

    def clean_drawing(self):
        upload = self.cleaned_data["drawing"]
        return self.stay_one("drawing", upload and [kept(_keep_drawing, upload), upload.name[:150]])

    def clean(self):
        """As ``give_part`` wants it."""
        said = self.cleaned_data
        self.check(warn_of_cost(said.get("applicant_cost"), self.routes))
        if self.routes and all(said.get(name) is None for name in COSTS):
            self.add_error("provider_cost", _("请填写费用由谁承担，没有费用的填 0。"))
        if self.errors:
            return said
        facts = {name: said[name] for name in ("text", "boundary", "safety", "days")}
        facts |= {name: said[name] or 0 for name in COSTS}
        if said["drawing"]:
            facts["drawing"], facts["drawing_name"] = said["drawing"]
        self.cleaned_data = {"facts": facts, "steps": {step: said[step] for step in Step if said.get(step)}}
        return self.cleaned_data


class NoPlanForm(ReportForm):
    """Nothing is to be planned: all a provider itself may say."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(Outcome.NOT_NEEDED, Outcome.NOT_NEEDED.label)]


class BuildingForm(ReportForm):
    """How construction went; what the plan builds cannot be needless."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not builds_nothing(self.milestone.order):
            left = [row for row in self.fields["outcome"].choices if row[0] != Outcome.NOT_NEEDED]
            self.fields["outcome"].choices = left


def _keep_drawing(upload):
    return keep_evidence(upload, EVERYTHING)


def planned_days(part, step):
    """What the last version with dates said: a draft has none yet."""
    if part is None:
        return None
    dated = part if part.steps.exists() else part.order.plan_parts.present().order_by("version").last()
    found = dated.steps.filter(step=step).first() if dated else None
    return (found.starts_on, found.ends_on) if found else None


def _initial(part):
    """What was said of it; before anything was, its zeros are nobody's word."""
    names = "text provider_cost applicant_cost public_cost boundary safety days"
    return {name: getattr(part, name) for name in names.split()} if part and part.text else {}
