"""What can be said of a temporary supply, by its user, its provider and the window."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import TemporaryWish
from common.form_fields import DayField

from .deadlines import day_text
from .verbs import VerbForm

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class ExtendForm(VerbForm):
    until = DayField(
        label=gettext_lazy("延期使用至"),
        error_messages={"required": gettext_lazy("请填写使用至哪一天。")},
        **DAY,
    )


class EndForm(VerbForm):
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("例如新的户号、拆表日期和读数。"),
    )


class WishForm(VerbForm):
    """What the user of the supply wants; the provider gets in touch with him."""

    wish = forms.ChoiceField(
        label=gettext_lazy("您希望"),
        choices=TemporaryWish.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一项。")},
    )
    until = DayField(
        label=gettext_lazy("延期使用至"),
        required=False,
        help_text=gettext_lazy("选择“延期使用”时填写。"),
        **DAY,
    )


def standing(follow_up):
    """使用至 2027-03-31（周三）；申请人希望：延期使用至 2027-05-01（周六）."""
    if follow_up.ended_at:
        return follow_up.get_status_display()
    said = [_("使用至 %s") % day_text(follow_up.until) if follow_up.until else _("未约定期限")]
    if follow_up.wish:
        said.append(_("申请人希望：%s") % wish_text(follow_up))
    return "；".join(said)


def wish_text(follow_up):
    """延期使用至 2027-05-01（周六）; '' without a wish."""
    until = _("至 %s") % day_text(follow_up.wished_until) if follow_up.wished_until else ""
    return f"{follow_up.get_wish_display()}{until}" if follow_up.wish else ""


def extend_form(follow_up, *data, **options):
    """With the day its user asked for."""
    return ExtendForm(*data, initial={"until": follow_up.wished_until}, **options)
