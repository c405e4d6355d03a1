"""What is noted when a paper is taken in: the four facts of the quick receipt, and what a late entry adds."""

from datetime import datetime

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from applications import catalogue
from applications.catalogue import Option
from applications.emergency_numbers import number_of, serial_of
from applications.forms.combined import column
from applications.forms.fields import CodeField, PhoneField, TicksField, TidyField, fill_in
from applications.forms.layout import Folded, grid
from applications.outage_pack import MOST_RECEIPTS
from common import clock
from common.form_fields import DayField
from ningshe_portal.pages.verbs import VerbForm

from .forms import items_of, not_after_today

PICTURES = "image/jpeg,image/png,application/pdf,.ofd"


def scan_field(label, *, required=False, **options):
    errors = {"required": _("请选择扫描件或照片。")}
    widget = forms.FileInput(attrs={"accept": PICTURES})
    return forms.FileField(
        label=label,
        required=required,
        widget=widget,
        error_messages=errors,
        allow_empty_file=True,  # an empty one is a bad photo like any other, and is told apart where it is taken
        **options,
    )


def receipt_field(label, **options):
    return CodeField(label, check=lambda text: number_of(serial_of(text)), **options)


class ReceiveForm(VerbForm):
    """Name, phone, services, a photo of the paper; what is missing, if it can be seen at once."""

    applicant_name = column("applicant_name", required=True)
    contact_phone = PhoneField(_("联系电话"), required=True)
    services = TicksField(
        _("报装事项"),
        [Option(code, entry.label) for code, entry in catalogue.SERVICES.items()],
        required=True,
    )
    photo = scan_field(_("申请表照片或扫描件"), help_text=_("现在拍不了的，可以以后补传。"))
    form_date = DayField(_("表上日期"), required=False)
    missing = forms.CharField(
        label=_("缺少的材料（每行一项，一次写全）"),
        required=False,
        max_length=2000,
        help_text=_("填写后，收件的同时出具一次性补正告知书。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    MAIN = ("applicant_name", "contact_phone", "services", "photo")
    FOLDED = ("form_date", "missing")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applicant_name"].widget.attrs["autofocus"] = True
        self.helper.layout = Layout(
            *(self._place(name) for name in self.MAIN), Folded(_("材料不全，或表上另有日期"), self.FOLDED)
        )

    def _place(self, name):
        cards = {"template": "applications/_service_cards.html"} if name == "services" else {}
        return Field(name, **cards)

    def clean_form_date(self):
        return not_after_today(self.cleaned_data["form_date"])

    def clean_missing(self):
        return items_of(self.cleaned_data["missing"])

    @property
    def columns(self):
        """What is known of the case before it is typed in; the rest of the form opens with it."""
        said = self.cleaned_data
        draft = {name: [said[name]] for name in ("applicant_name", "contact_phone")}
        return {
            "applicant_name": said["applicant_name"],
            "contact_phone": said["contact_phone"],
            "form_date": said["form_date"],
            "draft": draft | {"services": said["services"]},
        }


class LateForm(ReceiveForm):
    """A paper taken in during a power cut: on which emergency receipt, when truly, and why."""

    receipt = receipt_field(
        _("应急回执编号"), required=True, help_text=_("印在回执和存根上，例如 YJ000042-2")
    )
    received_on = DayField(_("实际收件日期"), required=False)
    received_time = forms.TimeField(
        label=_("实际收件时间"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=fill_in(_("实际收件时间")) | {"invalid": _("请填写时间，如 09:30。")},
    )
    reason = TidyField(_("补录原因"), max_length=150, required=True, help_text=_("例如：11 月 23 日上午停电"))
    photo = scan_field(
        _("申请表和存根的扫描件"), required=True, help_text=_("两样放在一个文件里，必须上传。")
    )

    MAIN = ("applicant_name", "contact_phone", "services", "reason", "photo")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applicant_name"].widget.attrs.pop("autofocus")
        self.fields["receipt"].widget.attrs["autofocus"] = True
        self.fields["received_on"].required = True
        self.fields["received_on"].error_messages |= fill_in(self.fields["received_on"].label)
        self.helper.layout.insert(0, Div(grid("receipt"), grid("received_on", "received_time")))

    def clean(self):
        """``received_at``: the two halves of the moment in one."""
        said = super().clean()
        if said.get("received_on") and said.get("received_time"):
            said["received_at"] = datetime.combine(
                said["received_on"], said["received_time"], tzinfo=clock.LOCAL
            )
        return said


class VoidForm(VerbForm):
    """One receipt, or several in a row."""

    first = receipt_field(_("应急回执编号"), required=True, help_text=_("例如 YJ000042-2"))
    last = receipt_field(_("到编号（可不填）"), help_text=_("连续几张一起作废的填写最后一张"))
    reason = TidyField(
        _("作废原因"), max_length=200, required=True, help_text=_("例如：填错、打印不清、撕毁、遗失。")
    )

    def clean_first(self):
        return serial_of(self.cleaned_data["first"])

    def clean_last(self):
        return serial_of(self.cleaned_data["last"]) if self.cleaned_data["last"] else None


class PackForm(VerbForm):
    count = forms.IntegerField(
        label=_("应急回执张数"),
        initial=50,
        min_value=1,
        max_value=MOST_RECEIPTS,
        error_messages={
            "required": _("请填写张数。"),
            "invalid": _("请填写张数。"),
            "min_value": _("至少 1 张。"),
            "max_value": _("一次最多 %(limit_value)d 张。"),
        },
    )
