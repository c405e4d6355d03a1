"""What is asked for when a year's notice is entered."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .notices import BadNotice, NoticeDay, check_notice


class ImportForm(forms.Form):
    """The CSV of one notice and where it comes from."""

    file = forms.FileField(
        label=_("CSV 文件"),
        help_text=_("每行：日期,类别,节日；类别填 rest（放假）或 work（上班），例如 2027-01-01,rest,元旦"),
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=100,
        required=False,
        help_text=_("不填则按“国务院办公厅关于…的通知”命名。"),
    )
    document_number = forms.CharField(label=_("文号"), max_length=60, required=False)
    issued_on = forms.DateField(
        label=_("公布日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    url = forms.URLField(label=_("原文网址"), required=False, assume_scheme="https")


class NoticeDayFormSet(forms.BaseInlineFormSet):
    """The days of one notice, checked as a whole: half a notice would make wrong due dates."""

    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.year:
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not self._should_delete_form(form)
        ]
        days = [NoticeDay(row["day"], row["kind"], row["name"]) for row in kept]
        try:
            check_notice(days, self.instance.year)
        except BadNotice as error:
            raise ValidationError(str(error).splitlines()) from error
