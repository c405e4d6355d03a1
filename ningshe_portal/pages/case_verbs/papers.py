"""What an applicant brings later: what he promised (容缺), and what a provider asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Correction
from applications.uploads import bring_awaited
from milestones.forms import FilesField, FilesInput
from ningshe_portal.pages.verbs import Verb, VerbForm

FILES = ".pdf,.jpg,.jpeg,.png,.ofd,.dwg,application/pdf,image/jpeg,image/png"


def awaited(application):
    """What may be brought, by the value of its choice."""
    asked = {f"asked-{row.pk}": row for row in application.corrections.asked().told()}
    return asked | {f"promised-{row.pk}": row for row in application.materials.awaited()}


def label_of(row):
    """总平面图；设备清单（宁河供电公司需要）"""
    if isinstance(row, Correction):
        return _("%(items)s（%(who)s需要）") % {"items": "；".join(row.items), "who": row.asked_by}
    return row.get_kind_display()


class BringForm(VerbForm):
    """One of the things awaited, and its files."""

    target = forms.ChoiceField(
        label=_("补交哪一份"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要补交哪一份材料。")},
    )
    files = FilesField(
        label=_("文件"),
        help_text=_("PDF、JPG、PNG、OFD 或 DWG，每个不超过 20 MB，可一次选多个；手机上可直接拍照。"),
        widget=FilesInput(attrs={"accept": FILES}),
        error_messages={"required": _("请选择要上传的文件。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = awaited(application)
        self.fields["target"].choices = [(key, label_of(row)) for key, row in self.rows.items()]
        if len(self.rows) == 1:
            self.fields["target"].initial = next(iter(self.rows))

    def clean_target(self):
        return self.rows[self.cleaned_data["target"]]

    def clean_files(self):
        if not self.cleaned_data["files"]:
            raise forms.ValidationError(self.fields["files"].error_messages["required"])
        return self.cleaned_data["files"]


VERBS = {
    "bring": Verb(
        title=_("补交材料"),
        hint=_("上传后，窗口和需要它的单位会收到通知。"),
        button=_("上传并补交"),
        fits=lambda application: bool(awaited(application)),
        make_form=lambda application, *data: BringForm(*data, application=application),
        run=lambda application, *, target, files, by: bring_awaited(target, files, by=by),
        done=_("已补交，谢谢。"),
    ),
}
