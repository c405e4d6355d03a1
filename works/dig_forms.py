"""What a provider says of a trench. What cannot be is told by the services."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.clock import local_date
from common.form_fields import MomentField
from milestones.evidence import keep_evidence, keep_photo, paper_input, photo_input
from milestones.forms import MINUTE, FilesField, FilesInput, UploadsStay, kept
from utilities.forms import VerbForm

from .forms import StretchForm
from .models import DigParty, RoadSection
from .services.openers import who_may_not_dig

STEPS = [(name, DigParty._meta.get_field(name).verbose_name) for name in DigParty.STEPS]


def moment_field(label):
    return MomentField(
        label=label,
        input_formats=[MINUTE],
        initial=clock.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
    )


class DigForm(UploadsStay, VerbForm):
    """One of the trenches given in; of a single one nothing is asked."""

    dig = forms.ChoiceField(
        label=_("哪条沟槽"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择沟槽。")},
    )

    def __init__(self, *args, digs, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = order  # of its trenches some may be opened or closed before the form comes again
        self.digs = {str(dig.pk): dig for dig in digs}
        self.fields["dig"].choices = [(key, describe(dig, order)) for key, dig in self.digs.items()]
        if len(self.digs) == 1:
            self.fields["dig"].initial = next(iter(self.digs))

    def clean_dig(self):
        return self.digs[self.cleaned_data["dig"]]


def describe(dig, order):
    """An order may have two on one section: what tells them apart, and what it has reported of each."""
    own = next((party for party in dig.living if party.order_id == order.pk), None)
    words = [str(dig.section)]
    if dig.is_emergency:
        words.append(str(dig.get_kind_display()))
    if dig.opened_at:
        words.append(gettext("%(day)s 开挖") % {"day": local_date(dig.opened_at).isoformat()})
    if done := [str(label) for name, label in STEPS if own and getattr(own, name)]:
        words.append(gettext("已登记：%s") % "、".join(done))
    return " · ".join(words)


class PhotosForm(UploadsStay):
    """With what was seen on site."""

    photos = FilesField(
        label=_("现场照片"),
        required=False,
        help_text=_("可一次选择多张，手机上可直接拍照。"),
        widget=FilesInput(attrs=photo_input()),
    )

    def clean_photos(self):
        return self.stay("photos", [kept(keep_photo, file) for file in self.cleaned_data["photos"]])


class DoneForm(PhotosForm, DigForm):
    """A trench was opened or closed."""

    at = moment_field(_("发生时间"))
    note = forms.CharField(label=_("说明"), max_length=500, required=False)
    field_order = ["dig", "at", "note", "photos"]


class OpenForm(DoneForm):
    """Before it is opened it is said who stays out for want of a permit."""

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, order=order, **kwargs)
        parties = [party for dig in self.digs.values() for party in who_may_not_dig(dig)]
        if out := [name_for(party, order) for party in parties]:
            said = _("%s的审批尚未办结，不能随本次开挖施工；办结时沟槽还没有回填的，可以再并入。")
            self.hint = said % "、".join(dict.fromkeys(out))


def name_for(party, order):
    """One company may lie in the trench for two cases."""
    is_own = party.order.request.application_id == order.request.application_id
    return party.provider.name if is_own else gettext("另一办件的%s") % party.provider.name


class StepsForm(DigForm):
    """What is through in a trench."""

    steps = forms.MultipleChoiceField(
        label=_("已经完成"),
        choices=STEPS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("三项都完成后才能回填：先试压、隐蔽工程验收和竣工测量，后覆土。"),
        error_messages={"required": _("请勾选已经完成的内容。")},
    )
    at = moment_field(_("完成时间"))
    note = forms.CharField(label=_("说明"), max_length=500, required=False)


class LeaveForm(VerbForm):
    """Why an order leaves the trenches it shares."""

    hint = _(
        "退出后，本单位在同一路段另行开挖和回填，自己牵头；沟内的报告在新沟槽里重新登记，已办的审批手续仍然有效，"
        "时限照常计算。原沟槽由其余单位继续，原由本单位牵头的，改由沟内长度最长的单位牵头。"
    )
    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("申请人会看到。"),
        error_messages={"required": _("请写明原因。")},
    )


class OfferForm(VerbForm):
    """One of the trenches that were offered."""

    offer = forms.ChoiceField(
        label=_("哪条沟槽"), widget=forms.RadioSelect, error_messages={"required": _("请选择沟槽。")}
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = {str(offer.pk): offer for offer in offers}
        self.fields["offer"].choices = [(key, offer.dig.section) for key, offer in self.offers.items()]
        if len(self.offers) == 1:
            self.fields["offer"].initial = next(iter(self.offers))

    def clean_offer(self):
        return self.offers[self.cleaned_data["offer"]]


class DeclineForm(OfferForm):
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class EmergencyForm(PhotosForm, StretchForm):
    """Where the ground had to be opened at once, and why: on a section there is, or on one written down here."""

    TYPED = ("street", "from_point", "to_point", "section_metres")

    section = forms.ModelChoiceField(
        label=_("已登记的路段"),
        queryset=RoadSection.objects.none(),
        empty_label=_("没有登记过，在下面填写"),
        required=False,
    )
    cause = forms.CharField(
        label=_("抢修原因"), max_length=300, error_messages={"required": _("请写明抢修原因。")}
    )
    at = moment_field(_("开挖时间"))
    field_order = ["section", *TYPED, "surface", "cause", "at", "photos"]

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = order
        known = RoadSection.objects.open_to(order.application).filter(town=order.application.town_id)
        self.fields["section"].queryset = known
        if not known.exists():
            del self.fields["section"]
        for name in (*self.TYPED, "surface"):
            self.fields[name].required = False
        self.fields["section_metres"].help_text = _("大约多长，按现场估计。")

    def clean(self):
        """As ``open_emergency_dig`` wants it."""
        said = super().clean()
        section = said.get("section")
        if section and any(said.get(name) for name in self.TYPED):
            self.add_error("street", _("已选登记过的路段，不用再填写道路；要填写的，请先取消所选路段。"))
        elif not section:
            self._demand_stretch(said)
        if not self.errors:
            named = None if section else self._named(said)
            self.cleaned_data = {name: said[name] for name in ("cause", "at", "photos")}
            self.cleaned_data |= {"section": section, "named": named}
        return self.cleaned_data

    def _demand_stretch(self, said):
        if "section" in self.fields and not any(name in self.errors or said.get(name) for name in self.TYPED):
            self.add_error("section", _("请选择路段；没有登记过的，在下面填写道路名称、起止点和长度。"))
            return
        for name in (*self.TYPED, "surface"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("请填写%s。") % self.fields[name].label)

    def _named(self, said):
        names = ("street", "from_point", "to_point", "surface")
        return {name: said[name] for name in names} | {"metres": said["section_metres"]}


class PapersForm(DigForm):
    """The papers of an emergency, made up for."""

    number = forms.CharField(label=_("文号"), max_length=60, error_messages={"required": _("请填写文号。")})
    file = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("图片、PDF 或 OFD 文件。"),
        widget=forms.ClearableFileInput(attrs=paper_input()),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        return self.stay_one("file", upload and kept(keep_evidence, upload))
