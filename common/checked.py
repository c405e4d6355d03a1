"""The tick of who has been warned."""

from django import forms
from django.utils.translation import gettext as _


class CheckedMixin:
    """A tick by which somebody says that he has looked at what he was warned of; without it the verb is not done."""

    def check(self, warning):
        """Ask for the tick where there is a ``warning``; it is not part of what is said."""
        if not self.cleaned_data.pop("is_checked", False) and warning:
            self.add_error("is_checked", _("%s确认无误的，请勾选后再提交。") % warning)


def checked_field(label):
    return forms.BooleanField(label=label, required=False)
