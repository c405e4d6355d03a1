"""Credit codes, identity numbers, project codes and phone numbers: cleaned, checked and masked.

Pure: what is wrong is said in a ``BadCode``, a Chinese sentence for the person who typed it.
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CREDIT_SHAPE = re.compile(rf"[1-9ANY][1-9][0-9]{{6}}[{CREDIT_ALPHABET}]{{10}}")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
RESIDENCE_PREFIXES = re.compile("8[123]")
EARLIEST_BIRTH = date(1900, 1, 1)
PROJECT_GROUPS = (4, 6, 2, 2, 6)
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(?:022)?([2-9][0-9]{7})")
SERVICE_LINE = re.compile(r"400[0-9]{7}")


class BadCode(ValueError):
    """What was typed cannot be right. The text is a sentence for the user."""


def check_credit_code(text: str) -> str:
    """The clean 统一社会信用代码 (GB 32100-2015), 18 characters. Raises ``BadCode``."""
    code = _clean(text)
    _demand_length(code, 18, _("统一社会信用代码"))
    for place, letter in enumerate(code, 1):
        _demand_credit_letter(place, letter)
    if not CREDIT_SHAPE.fullmatch(code):
        raise BadCode(_("统一社会信用代码前 8 位不对：第 1 位应为 1–9 或 A、N、Y，第 2 至 8 位应为数字。"))
    total = sum(
        CREDIT_ALPHABET.index(letter) * weight for letter, weight in zip(code, CREDIT_WEIGHTS, strict=False)
    )
    if CREDIT_ALPHABET[(31 - total % 31) % 31] != code[17]:
        raise BadCode(_("统一社会信用代码的校验位不符，请对照营业执照逐位核对。"))
    return code


def check_resident_id(text: str, *, today: date) -> str:
    """The clean 居民身份证 number, 18 characters, check letter in capitals. Raises ``BadCode``."""
    return _check_citizen_number(text, PROVINCES, _("居民身份证号码"), today)


def check_residence_permit(text: str, *, today: date) -> str:
    """The clean number of a 港澳台居民居住证, which begins with 81, 82 or 83. Raises ``BadCode``."""
    return _check_citizen_number(text, RESIDENCE_PREFIXES, _("居住证号码"), today)


def check_account(text: str) -> str:
    """The clean number of a customer's account (户号): each utility has its own. Raises ``BadCode``."""
    code = _clean(text)
    if not re.fullmatch(r"[A-Z0-9]{1,30}", code):
        raise BadCode(_("户号只含数字和字母，最多 30 位，请对照缴费单核对；不清楚可以不填。"))
    return code


def check_passport(text: str) -> str:
    """The clean passport number: letters and digits, each country has its own. Raises ``BadCode``."""
    code = _clean(text)
    if not re.fullmatch(r"[A-Z0-9]{5,17}", code):
        raise BadCode(_("护照号码应为 5 至 17 位字母和数字，请核对。"))
    return code


def check_project_code(text: str) -> str:
    """The clean 项目代码 (GB/T 40058-2021) with hyphens; its check digit's rule is not public.

    Raises ``BadCode``.
    """
    digits = _clean(text)
    if not re.fullmatch(r"[0-9]*", digits):
        raise BadCode(_("项目代码只包含数字和短横线，例如 2308-120117-04-01-123456。"))
    _demand_length(digits, sum(PROJECT_GROUPS), _("项目代码"))
    if not 1 <= int(digits[2:4]) <= 12:
        raise BadCode(_("项目代码前 4 位是年份和月份（例如 2308），其中月份不对，请核对。"))
    return "-".join(re.fullmatch("".join(f"(.{{{size}}})" for size in PROJECT_GROUPS), digits).groups())


def clean_phone(text: str) -> str:
    """One spelling for each number: 13812345678, 022-69590000, 400-123-4567. Raises ``BadCode``."""
    digits = _without_country(_clean(text))
    if MOBILE.fullmatch(digits):
        return digits
    if found := LANDLINE.fullmatch(digits):
        return f"022-{found[1]}"
    if SERVICE_LINE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    raise BadCode(_what_is_wrong_with_phone(digits))


def is_mobile(text: str) -> bool:
    """Whether ``text``, however it is spelt, is a mobile number, one that can take a code by SMS."""
    return bool(MOBILE.fullmatch(_without_country(_clean(text))))


def mask_phone(phone: str) -> str:
    """138****1234; every list shows numbers like this."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)


def mask_id(number: str) -> str:
    """Enough of an identity number to compare it with the card, without the date of birth."""
    head, tail = (4, 4) if len(number) >= 15 else (1, 2)
    return number[:head] + "*" * max(len(number) - head - tail, 4) + number[-tail:] if number else ""


def _clean(text: str) -> str:
    """Half width, capitals, without blanks, dashes, brackets and invisible characters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        letter for letter in folded if unicodedata.category(letter)[0] not in "ZC" and not _is_filler(letter)
    )


def _is_filler(letter: str) -> bool:
    return letter in "().·" or unicodedata.category(letter) == "Pd" or letter == "−"


def _demand_length(code: str, length: int, what: str):
    if not code:
        raise BadCode(_("请填写%(what)s。") % {"what": what})
    if len(code) != length:
        raise BadCode(
            _("%(what)s应为 %(length)d 位，现在是 %(count)d 位。")
            % {"what": what, "length": length, "count": len(code)}
        )


def _demand_credit_letter(place: int, letter: str):
    """I, O, S, V and Z are left out of the standard because they look like digits."""
    if letter in CREDIT_ALPHABET:
        return
    where = {"place": place, "letter": letter}
    if letter in "IOSVZ":
        raise BadCode(
            _("统一社会信用代码第 %(place)d 位是“%(letter)s”，但代码中没有字母 I、O、S、V、Z，请核对。")
            % where
        )
    raise BadCode(_("统一社会信用代码第 %(place)d 位“%(letter)s”不是数字或大写字母。") % where)


def _check_citizen_number(text: str, prefixes: re.Pattern, what: str, today: date) -> str:
    """MOD 11-2 over 17 digits, the date of birth inside them real and past (GB 11643)."""
    code = _clean(text)
    _demand_length(code, 18, what)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", code):
        raise BadCode(_("%(what)s前 17 位应为数字，最后一位为数字或 X。") % {"what": what})
    if not prefixes.fullmatch(code[:2]):
        raise BadCode(_("%(what)s开头两位不对，请核对。") % {"what": what})
    if not _is_past_birth(code[6:14], today):
        raise BadCode(_("%(what)s中的出生日期（第 7 至 14 位）不对，请核对。") % {"what": what})
    total = sum(int(digit) * weight for digit, weight in zip(code, ID_WEIGHTS, strict=False))
    if ID_CHECKS[total % 11] != code[17]:
        raise BadCode(_("%(what)s的校验位不符，请对照证件逐位核对。") % {"what": what})
    return code


def _is_past_birth(digits: str, today: date) -> bool:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return EARLIEST_BIRTH <= born_on <= today


def _without_country(digits: str) -> str:
    """Without +86; behind it an area code has lost its zero."""
    national = re.sub(r"^(?:\+|00)86|^86(?=1[3-9][0-9]{9}$)", "", digits)
    if national != digits and re.fullmatch(r"22[2-9][0-9]{7}", national):
        return f"0{national}"
    return national


def _what_is_wrong_with_phone(digits: str) -> str:
    if not digits:
        return _("请填写联系电话。")
    if not re.fullmatch(r"[0-9]+", digits):
        return _("电话号码只能包含数字，分机号请写在备注里。")
    if digits.startswith("1"):
        return _("手机号码应为 11 位，以 13 至 19 开头，现在是 %(count)d 位，请核对。") % {
            "count": len(digits)
        }
    return _("请填写 11 位手机号码、8 位本市固定电话（可加区号 022）或 400 电话。")
