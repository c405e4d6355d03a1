"""Codes as people type them: what is accepted, what it becomes, and what is said when it is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import codes
from common.codes import BadCode

TODAY = date(2026, 11, 23)


def complete_credit_code(stem):
    """``stem`` with its check character, computed as the standard writes it."""
    total = sum(codes.CREDIT_ALPHABET.index(letter) * 3**place % 31 for place, letter in enumerate(stem))
    return stem + codes.CREDIT_ALPHABET[-total % 31]


def complete_id(stem):
    """``stem`` with its check character: the whole is 1 modulo 11."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(stem))
    return stem + "0123456789X"[(1 - total) % 11]


@pytest.mark.parametrize(
    "typed",
    [
        "91350100M000100Y43",
        "91350100m000100y43",
        " 9135 0100 M000 100Y 43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100\u3000M000100Y43\u200b",
        "91350100-M000100Y-43",
    ],
    ids=["clean", "lower case", "spaces", "full width", "wide and invisible blanks", "hyphens"],
)
def test_a_credit_code_is_stored_clean_however_it_is_typed(typed):
    assert codes.check_credit_code(typed) == "91350100M000100Y43"


@pytest.mark.parametrize("start", ["11", "51", "91", "A1", "N2", "Y1"])
def test_a_credit_code_may_begin_with_a_digit_or_a_n_y(start):
    code = complete_credit_code(f"{start}120117MA06ABCD1")

    assert codes.check_credit_code(code) == code


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_named_with_their_place(letter):
    with pytest.raises(BadCode) as error:
        codes.check_credit_code(f"91350100M00{letter}100Y43"[:18])

    assert str(error.value) == (
        f"统一社会信用代码第 12 位是“{letter}”，但代码中没有字母 I、O、S、V、Z，请核对。"
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写统一社会信用代码。"),
        ("91350100M000100Y4", "统一社会信用代码应为 18 位，现在是 17 位。"),
        ("91350100M000100Y433", "统一社会信用代码应为 18 位，现在是 19 位。"),
        ("91350100M000100Y44", "统一社会信用代码的校验位不符，请对照营业执照逐位核对。"),
        ("91350100M000100中43", "统一社会信用代码第 16 位“中”不是数字或大写字母。"),
        (
            "B1350100M000100Y43",
            "统一社会信用代码前 8 位不对：第 1 位应为 1–9 或 A、N、Y，第 2 至 8 位应为数字。",
        ),
        (
            "9135010AM000100Y43",
            "统一社会信用代码前 8 位不对：第 1 位应为 1–9 或 A、N、Y，第 2 至 8 位应为数字。",
        ),
    ],
    ids=["empty", "short", "long", "check character", "not a letter", "first place", "region"],
)
def test_a_wrong_credit_code_is_explained(typed, sentence):
    with pytest.raises(BadCode) as error:
        codes.check_credit_code(typed)

    assert str(error.value) == sentence


@given(
    st.from_regex(r"[1-9ANY][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True),
    st.integers(0, 17),
    st.sampled_from(codes.CREDIT_ALPHABET),
)
def test_one_wrong_character_is_always_noticed(stem, place, letter):
    code = complete_credit_code(stem)
    wrong = code[:place] + letter + code[place + 1 :]

    assert codes.check_credit_code(code) == code
    if wrong != code:
        with pytest.raises(BadCode):
            codes.check_credit_code(wrong)


@pytest.mark.parametrize(
    "stem",
    [
        "11010519491231002",
        "12022119800115123",
        "12011720000229001",
        "71010019900101001",
        "81000019900101001",
        "83000019900101001",
    ],
    ids=["Beijing", "the old county", "leap day", "Taiwan", "Hong Kong", "permit of a Taiwanese"],
)
def test_a_resident_id_of_any_province_is_accepted(stem):
    number = complete_id(stem)

    assert codes.check_resident_id(number, today=TODAY) == number


def test_a_resident_id_is_stored_with_a_capital_x_and_without_spaces():
    assert codes.check_resident_id("110105 19491231 002x", today=TODAY) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写居民身份证号码。"),
        ("110105491231002", "居民身份证号码应为 18 位，现在是 15 位。"),
        ("1101051949123100AX", "居民身份证号码前 17 位应为数字，最后一位为数字或 X。"),
        (complete_id("99010519491231002"), "居民身份证号码开头两位不对，请核对。"),
        (complete_id("11010519490231002"), "居民身份证号码中的出生日期（第 7 至 14 位）不对，请核对。"),
        (complete_id("11010520010229002"), "居民身份证号码中的出生日期（第 7 至 14 位）不对，请核对。"),
        (complete_id("11010520261124002"), "居民身份证号码中的出生日期（第 7 至 14 位）不对，请核对。"),
        (complete_id("11010518991231002"), "居民身份证号码中的出生日期（第 7 至 14 位）不对，请核对。"),
        ("110105194912310021", "居民身份证号码的校验位不符，请对照证件逐位核对。"),
    ],
    ids=[
        "empty",
        "old 15",
        "letter",
        "province",
        "no such day",
        "no leap year",
        "tomorrow",
        "too old",
        "check",
    ],
)
def test_a_wrong_resident_id_is_explained(typed, sentence):
    with pytest.raises(BadCode) as error:
        codes.check_resident_id(typed, today=TODAY)

    assert str(error.value) == sentence


def test_somebody_born_today_has_a_number():
    number = complete_id("12011720261123001")

    assert codes.check_resident_id(number, today=TODAY) == number


@given(
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(0, 9),
)
def test_one_wrong_digit_of_an_id_is_always_noticed(born_on, order, place, digit):
    number = complete_id(f"120117{born_on:%Y%m%d}{order:03}")
    wrong = number[:place] + str(digit) + number[place + 1 :]

    assert codes.check_resident_id(number, today=TODAY) == number
    if wrong != number:
        with pytest.raises(BadCode):
            codes.check_resident_id(wrong, today=TODAY)


@pytest.mark.parametrize("prefix", ["81", "82", "83"])
def test_a_residence_permit_begins_with_81_to_83(prefix):
    number = complete_id(f"{prefix}000019900101001")

    assert codes.check_residence_permit(number, today=TODAY) == number


def test_a_residence_permit_of_another_province_is_refused():
    with pytest.raises(BadCode, match="^居住证号码开头两位不对，请核对。$"):
        codes.check_residence_permit("11010519491231002X", today=TODAY)


@pytest.mark.parametrize(
    ("typed", "stored"), [("e12345678", "E12345678"), (" G 1234 5678", "G12345678"), ("12345", "12345")]
)
def test_a_passport_number_is_letters_and_digits(typed, stored):
    assert codes.check_passport(typed) == stored


@pytest.mark.parametrize("typed", ["", "1234", "E1234567890123456789", "护照12345"])
def test_a_wrong_passport_number_is_explained(typed):
    with pytest.raises(BadCode, match="^护照号码应为 5 至 17 位字母和数字，请核对。$"):
        codes.check_passport(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2308-120117-04-01-123456",
        "23081201170401123456",
        "2308 120117 04 01 123456",
        "２３０８－１２０１１７－０４－０１－１２３４５６",
        "2308—120117–04−01-123456",
    ],
    ids=["hyphens", "none", "spaces", "full width", "other dashes"],
)
def test_a_project_code_is_stored_with_hyphens(typed):
    assert codes.check_project_code(typed) == "2308-120117-04-01-123456"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写项目代码。"),
        ("2308-120117-04-01-12345", "项目代码应为 20 位，现在是 19 位。"),
        ("2313-120117-04-01-123456", "项目代码前 4 位是年份和月份（例如 2308），其中月份不对，请核对。"),
        ("2300-120117-04-01-123456", "项目代码前 4 位是年份和月份（例如 2308），其中月份不对，请核对。"),
        ("2308-120117-04-01-12345A", "项目代码只包含数字和短横线，例如 2308-120117-04-01-123456。"),
    ],
    ids=["empty", "short", "month 13", "month 0", "letter"],
)
def test_a_wrong_project_code_is_explained(typed, sentence):
    with pytest.raises(BadCode) as error:
        codes.check_project_code(typed)

    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("19912345678", "19912345678"),
        ("69591234", "022-69591234"),
        ("022-69591234", "022-69591234"),
        ("02269591234", "022-69591234"),
        ("（022）69591234", "022-69591234"),
        ("+86 22 6959 1234", "022-69591234"),
        ("400-123-4567", "400-123-4567"),
        ("4001234567", "400-123-4567"),
    ],
)
def test_a_phone_number_has_one_spelling(typed, stored):
    assert codes.clean_phone(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写联系电话。"),
        ("1381234567", "手机号码应为 11 位，以 13 至 19 开头，现在是 10 位，请核对。"),
        ("138123456789", "手机号码应为 11 位，以 13 至 19 开头，现在是 12 位，请核对。"),
        ("12812345678", "手机号码应为 11 位，以 13 至 19 开头，现在是 11 位，请核对。"),
        ("69591234转8", "电话号码只能包含数字，分机号请写在备注里。"),
        ("6959123", "请填写 11 位手机号码、8 位本市固定电话（可加区号 022）或 400 电话。"),
        ("010-69591234", "请填写 11 位手机号码、8 位本市固定电话（可加区号 022）或 400 电话。"),
        ("١٣٨١٢٣٤٥٦٧٨", "电话号码只能包含数字，分机号请写在备注里。"),
    ],
    ids=["empty", "short", "long", "12", "extension", "7 digits", "another city", "foreign digits"],
)
def test_a_wrong_phone_number_is_explained(typed, sentence):
    with pytest.raises(BadCode) as error:
        codes.clean_phone(typed)

    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("+86 138 1234 5678", True), ("022-69591234", False), ("400-123-4567", False), ("", False)],
)
def test_only_a_mobile_is_a_mobile(typed, expected):
    assert codes.is_mobile(typed) == expected


@given(st.text(max_size=30))
def test_any_text_is_either_cleaned_once_and_for_all_or_refused(text):
    try:
        phone = codes.clean_phone(text)
    except BadCode:
        return
    assert codes.clean_phone(phone) == phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("022-69591234", "022****1234"),
        ("400-123-4567", "400****4567"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_phone_number_is_masked(phone, masked):
    assert codes.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("11010519491231002X", "1101**********002X"), ("E12345678", "E******78"), ("", "")],
)
def test_an_identity_number_is_masked(number, masked):
    assert codes.mask_id(number) == masked
