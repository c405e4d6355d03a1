from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from common.codes import BadCode, clean_phone, is_mobile

PHONE_INPUT = {"type": "tel", "inputmode": "numeric", "autocomplete": "tel", "autofocus": True}
CODE_INPUT = {
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "pattern": "[0-9]*",
    "maxlength": "6",
    "autofocus": True,
}


def one_button(label):
    """A form in one column with one large button under it."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.add_input(Submit("", label, css_class="btn-lg w-100"))
    return helper


class CodeField(forms.CharField):
    """Six digits; what comes along when a code is copied, spaces or full-width figures, is taken."""

    def __init__(self, **kwargs):
        options = {"label": _("6位验证码"), "widget": forms.TextInput(attrs=CODE_INPUT)} | kwargs
        super().__init__(error_messages={"required": _("请输入6位数字验证码。")}, **options)

    def clean(self, value):
        digits = "".join(str(int(c)) for c in super().clean(value) if c.isdecimal())
        if len(digits) != 6:
            raise forms.ValidationError(_("验证码是6位数字，请检查后重新输入。"))
        return digits


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不正确。连续输错5次，账号将锁定30分钟。"),
        "inactive": _("该账号已停用，请联系系统管理员。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
        self.helper = one_button(_("登录"))

    def clean_username(self):
        """Nobody has so long a name, and the row that counts wrong passwords has no room for it."""
        username = self.cleaned_data["username"]
        if len(username) > self.fields["username"].max_length:
            raise self.get_invalid_login_error()
        return username


class OwnPasswordForm(PasswordChangeForm):
    """A new password, really new: the one an administrator gave is known to two people."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _(
            "至少10个字符，须含小写字母、大写字母、数字、符号中的三种，不要用姓名、用户名或常见密码。"
        )
        self.fields["new_password2"].help_text = ""
        self.helper = one_button(_("保存新密码"))

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if password == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(_("新密码不能与原密码相同。"))
        return password


class TokenForm(forms.Form):
    """The six figures the authenticator shows at this moment."""

    token = CodeField(label=_("动态验证码（6位数字）"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(_("验证"))


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("手机号码"),
        max_length=30,
        widget=forms.TextInput(attrs=PHONE_INPUT),
        error_messages={"required": _("请输入您的手机号码。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(_("获取验证码"))

    def clean_phone(self):
        """One spelling of the number; a landline cannot take the code."""
        try:
            phone = clean_phone(self.cleaned_data["phone"])
        except BadCode as error:
            raise forms.ValidationError(str(error)) from error
        if not is_mobile(phone):
            raise forms.ValidationError(_("固定电话收不到短信，请填写11位手机号码。"))
        return phone


class PhoneCodeForm(forms.Form):
    code = CodeField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(_("登录"))
