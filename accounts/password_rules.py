"""What a password of staff must look like (等保 2.0: mixed kinds of characters)."""

import string

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_LENGTH = 10
KINDS = [string.ascii_lowercase, string.ascii_uppercase, string.digits]
WANTED = 3


class LongEnoughValidator(MinimumLengthValidator):
    """The stock rule; its own sentence has no Chinese translation in Django 5.2."""

    def __init__(self):
        super().__init__(MIN_LENGTH)

    def get_error_message(self):
        return _("密码太短，至少需要%(count)d个字符。") % {"count": self.min_length}


class MixedCharactersValidator:
    """Three of four kinds: small letters, capitals, figures, anything else."""

    def validate(self, password, user=None):
        kinds = sum(any(c in kind for c in password) for kind in KINDS)
        kinds += any(c not in "".join(KINDS) for c in password)
        if kinds < WANTED:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self):
        return _("密码须包含小写字母、大写字母、数字、符号中的至少三种。")
