"""Forms about the data of an applicant at the counter; before each of them the window looks at a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.combined import ID_CHECKS
from applications.models import ApplicantKind, IdType
from common.codes import BadCode, check_project_code, mask_id
from ningshe_portal.pages.case_forms import ConsentForm

from .people_forms import CheckedForm, column, proof_field


class CopyForm(CheckedForm):
    """A copy to take along, on paper or as a file."""

    medium = forms.ChoiceField(
        label=_("提供方式"),
        choices=[("paper", _("打印成纸质清单")), ("file", _("文件（ZIP，含文书和材料）"))],
        initial="paper",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择提供方式。")},
    )


class CorrectForm(CheckedForm):
    """What was written down wrongly. Town and services decide who is asked: they are no slip of the pen."""

    applicant_name = column("applicant_name", error_messages={"required": _("请填写申请人。")})
    address = column("address", error_messages={"required": _("请填写申请地址。")})
    project_code = column("project_code", required=False)
    id_type = forms.ChoiceField(
        label=_("证件类型"), choices=[("", _("未提供")), *IdType.choices], required=False
    )
    id_number = forms.CharField(label=_("证件号码"), max_length=60, required=False)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.initial["id_number"] = mask_id(application.id_number)
        if application.applicant_kind != ApplicantKind.INDIVIDUAL:
            del self.fields["id_type"], self.fields["id_number"]

    def clean_project_code(self):
        return self._checked(check_project_code, self.cleaned_data["project_code"])

    def clean_id_number(self):
        """Shown masked; left alone it stays."""
        typed, present = self.cleaned_data["id_number"], self.application.id_number
        kind = self.cleaned_data.get("id_type")
        if typed and not kind:
            raise forms.ValidationError(_("请选择证件类型。"))
        return self._checked(ID_CHECKS.get(kind), present if typed == mask_id(present) else typed)

    def _checked(self, check, text):
        try:
            return check(text) if text else ""
        except BadCode as error:
            raise forms.ValidationError(str(error)) from error


class CounterConsentForm(ConsentForm):
    proof = proof_field()


class CounterEraseForm(CheckedForm):
    """Nothing but the check."""
