"""The kinds of fields of the combined form. Each takes what people really type and says in a plain sentence
what is wrong with it."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.codes import BadCode, clean_phone, is_mobile, mask_phone
from common.form_fields import fold

YES_WORDS = {"yes", "on", "true", "1"}
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"))
# Neither the printed form nor the providers' systems can show these.
PICTURES = re.compile("[\u2600-\u27bf\u200d\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e007f]")
PLAIN_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{0,30})?")
GROUPED_NUMBER = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{0,30})?")
MAX_AMOUNT = Decimal("9999999999.99")
MAX_COUNT = 2_147_483_647
NOT_LISTED = _("请从列出的选项中选择。")


# Named with the label at the moment of reading: the language is not known when the form class is made.
naming = lazy(lambda sentence, label: gettext(sentence) % label, str)


def fill_in(label):
    return {"required": naming(_("请填写%s。"), label)}


def choose(label):
    return {
        "required": naming(_("请选择%s。"), label),
        "invalid_choice": NOT_LISTED,
        "invalid_list": NOT_LISTED,
    }


def attributes(**attrs):
    """HTML attributes by Python names; empty ones are left out."""
    return {name.replace("_", "-"): value for name, value in attrs.items() if value}


class TidyField(forms.CharField):
    """A line of text, blanks made one, invisible characters taken out."""

    default_error_messages = {
        "control": _("含有无法显示的字符，请删除后重新输入。"),
        "picture": _("请不要使用表情符号。"),
    }

    def __init__(
        self, label, *, max_length, required=False, note=False, autocomplete="", inputmode="", **options
    ):
        widget = forms.Textarea if note else forms.TextInput
        shown = attributes(autocomplete=autocomplete, inputmode=inputmode, rows=3 if note else "")
        super().__init__(
            label=label,
            required=required,
            widget=widget(attrs=shown),
            error_messages=fill_in(label),
            **options,
        )
        self.longest = max_length

    def to_python(self, value):
        text = str(value or "").translate(INVISIBLE)
        text = " ".join(text.split())
        if any(
            unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} and letter != "\u200d"
            for letter in text
        ):
            raise ValidationError(self.error_messages["control"], "control")
        if PICTURES.search(text):
            raise ValidationError(self.error_messages["picture"], "picture")
        if len(text) > self.longest:
            raise ValidationError(
                _("最多 %(longest)d 个字，现在有 %(length)d 个字，请精简。")
                % {"longest": self.longest, "length": len(text)},
                "too_long",
            )
        return text


class CodeField(forms.CharField):
    """A code that ``check`` cleans or refuses with a ``BadCode``."""

    def __init__(self, label, *, check, required=False, autocomplete="off", **options):
        widget = forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
        super().__init__(
            label=label, required=required, widget=widget, error_messages=fill_in(label), **options
        )
        self.check = check

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return ""
        try:
            return self.check(text)
        except BadCode as error:
            raise ValidationError(str(error), "code") from error


class PhoneField(CodeField):
    """A phone number in its one spelling; ``mobile_only`` where a code must be sent to it.

    One that is ``hidden`` is shown masked; left alone, it stays.
    """

    def __init__(self, label, **options):
        super().__init__(label, check=clean_phone, **options)
        self.mobile_only = False
        self.hidden = ""
        self.widget.input_type = "tel"
        self.widget.attrs |= {"inputmode": "tel"}

    def prepare_value(self, value):
        return mask_phone(value) if value and value == self.hidden else value

    def unmasked(self, text):
        return self.hidden if self.hidden and text == mask_phone(self.hidden) else text

    def to_python(self, value):
        phone = super().to_python(self.unmasked(value))
        if phone and self.mobile_only and not is_mobile(phone):
            raise ValidationError(_("网上申请须填写手机号码，用于接收验证码和办理通知。"), "mobile")
        return phone


class AmountField(forms.Field):
    """A number above nought, with at most ``places`` decimals; never NaN, never 1e9."""

    def __init__(self, label, *, required=False, places=2, most=MAX_AMOUNT, **options):
        mode = "decimal" if places else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(
            label=label, required=required, widget=widget, error_messages=fill_in(label), **options
        )
        self.places, self.most = places, most

    def to_python(self, value):
        text = fold(value or "").replace(" ", "")
        if not text:
            return None
        if text.startswith("-"):
            raise ValidationError(_("须大于 0。"), "positive")
        if not (PLAIN_NUMBER.fullmatch(text) or GROUPED_NUMBER.fullmatch(text)):
            raise ValidationError(
                _("请只填数字，不带单位和文字，例如 %s。") % ("12.5" if self.places else "20"), "number"
            )
        return self.bounded(Decimal(text.replace(",", "")))

    def bounded(self, number):
        if number == 0:
            raise ValidationError(_("须大于 0。"), "positive")
        if number != round(number, self.places):
            sentence = _("小数点后最多 %d 位。") % self.places if self.places else _("请填写整数。")
            raise ValidationError(sentence, "places")
        if number > self.most:
            raise ValidationError(_("数字过大，请核对。"), "too_large")
        return round(number, self.places) if self.places else int(number)


class YesInput(forms.CheckboxInput):
    """A box that sends ``yes``."""

    def __init__(self, attrs=None):
        super().__init__(attrs, check_test=is_yes)

    def value_from_datadict(self, data, files, name):
        return is_yes(data.get(name))

    def format_value(self, value):
        return "yes"


class YesField(forms.BooleanField):
    """Yes or no; an absent box and the word ``no`` mean no. ``demand``: the sentence where yes is needed."""

    widget = YesInput

    def __init__(self, label, *, demand="", **options):
        super().__init__(label=label, required=bool(demand), error_messages={"required": demand}, **options)

    def to_python(self, value):
        return is_yes(value)


def is_yes(value):
    return str(value).strip().lower() in YES_WORDS


class PickField(forms.ChoiceField):
    """One of a few, as radio buttons or, with ``listed``, as a list to open."""

    def __init__(self, label, options, *, required=False, listed=False, **more):
        choices = [(option.code, option.label) for option in options]
        widget = forms.Select if listed else forms.RadioSelect
        if listed:
            choices = [("", _("请选择")), *choices]
        super().__init__(
            label=label,
            choices=choices,
            required=required,
            widget=widget,
            error_messages=choose(label),
            **more,
        )


class TicksField(forms.MultipleChoiceField):
    """Any of a few, always in the order in which they are listed."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, options, *, required=False, **more):
        choices = [(option.code, option.label) for option in options]
        super().__init__(
            label=label, choices=choices, required=required, error_messages=choose(label), **more
        )

    def clean(self, value):
        picked = set(super().clean(value))
        return [code for code, _label in self.choices if code in picked]


class RowField(forms.ModelChoiceField):
    """A row of the database, known outside by the column ``by``."""

    def __init__(self, label, rows, *, by):
        super().__init__(
            rows, to_field_name=by, label=label, empty_label=_("请选择"), error_messages=choose(label)
        )

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:  # whatever the column itself objects to
            raise ValidationError(NOT_LISTED, "invalid_choice") from error
