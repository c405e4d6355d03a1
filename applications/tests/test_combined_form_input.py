"""What people and machines type that nobody expects: always a clear sentence, never a crash."""

from decimal import Decimal

import pytest

from applications.forms import CombinedForm

from .typed_form import network, typed_form

pytestmark = pytest.mark.django_db

NUMBER = "请只填数字，不带单位和文字，例如 12.5。"
AMOUNTS = [
    ("letters", "abc", NUMBER),
    ("with its unit", "12吨", NUMBER),
    ("not a number", "NaN", NUMBER),
    ("infinity", "Infinity", NUMBER),
    ("exponent", "1e9", NUMBER),
    ("hexadecimal", "0x10", NUMBER),
    ("underscore", "1_000", NUMBER),
    ("two points", "1.2.3", NUMBER),
    ("strange comma", "1,5", NUMBER),
    ("negative", "-3", "须大于 0。"),
    ("minus sign of print", "−3", NUMBER),
    ("nought", "0.00", "须大于 0。"),
    ("three decimals", "1.234", "小数点后最多 2 位。"),
    ("too large", "99999999999", "数字过大，请核对。"),
    ("ten thousand figures", "9" * 10_000, NUMBER),
    ("null", "1\x002", NUMBER),
    ("circled", "①②", None),
    ("full width", "１２．５", None),
    ("thousands", "12,000.50", None),
    ("blanks", " 12 000 ", None),
]


@pytest.mark.parametrize(("typed", "text"), [case[1:] for case in AMOUNTS], ids=[case[0] for case in AMOUNTS])
def test_an_amount_is_a_plain_number_or_a_sentence(typed, text):
    form = CombinedForm(typed_form(water__demand=typed))

    assert form.errors.get("water-demand", [None]) == [text]


@pytest.mark.parametrize(
    ("typed", "amount"), [("１２．５", "12.5"), ("12,000.50", "12000.5"), (" 12 000 ", "12000"), ("5.", "5")]
)
def test_an_amount_is_read_as_it_was_meant(typed, amount):
    form = CombinedForm(typed_form(water__demand=typed))
    form.full_clean()

    assert form.cleaned_data["water-demand"] == Decimal(amount)


def test_a_count_beyond_what_is_stored_is_refused():
    form = CombinedForm(typed_form(**network(network__users="2147483648")))

    assert form.errors == {"network-users": ["数字过大，请核对。"]}


TEXTS = [
    ("ten thousand characters", "字" * 10_000, "最多 200 个字，现在有 10000 个字，请精简。"),
    ("emoji", "光明路 18 号🏠", "请不要使用表情符号。"),
    ("bell", "光明路\x07 18 号", "含有无法显示的字符，请删除后重新输入。"),
    ("null", "光明路\x00 18 号", "含有无法显示的字符，请删除后重新输入。"),
    ("turned around", "光明路\u202e 18 号", "含有无法显示的字符，请删除后重新输入。"),
    ("half a character", "光明路\ud800", "含有无法显示的字符，请删除后重新输入。"),
    ("only blanks", " \u3000 ", "请填写申请地址。"),
    ("only invisible", "\u200b\ufeff", "请填写申请地址。"),
]


@pytest.mark.parametrize(("typed", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_a_text_that_cannot_be_printed_gets_a_sentence(typed, text):
    form = CombinedForm(typed_form(address=typed))

    assert form.errors == {"address": [text]}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  光明路\t18 号\r\n二楼 ", "光明路 18 号 二楼"),
        ("光明\u200b路 18 号", "光明路 18 号"),
        ("𠮷田路 18 号", "𠮷田路 18 号"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
    ids=["blanks and lines", "invisible", "rare character", "markup"],
)
def test_a_text_is_kept_tidy(typed, kept):
    form = CombinedForm(typed_form(address=typed))
    form.full_clean()

    assert form.cleaned_data["address"] == kept


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "明天", "99999-01-01", "0000-00-00", "2026-11-25T09:00", "\x00"]
)
def test_a_date_that_does_not_exist_gets_a_sentence(typed):
    form = CombinedForm(typed_form(survey_on=typed))

    assert form.errors == {"survey_on": ["日期无法识别，请按 2026-11-27 的样式填写。"]}


@pytest.mark.parametrize("town", ["\x00", "1" * 10_000, "12011700１", "' OR 1=1 --", "None"])
def test_a_town_that_is_none_gets_a_sentence(town):
    form = CombinedForm(typed_form(town=town))

    assert form.errors == {"town": ["请从列出的选项中选择。"]}


@pytest.mark.parametrize("typed", ["\x00", "9" * 10_000, "🏠", "\ud800", "NaN", "-1", "[]", "﷽" * 300])
def test_no_field_breaks_on_anything(typed):
    data = typed_form(**network())
    for name in CombinedForm().fields:
        if name not in {"services", "applicant_kind"}:
            data.setlist(name, [typed, typed])

    form = CombinedForm(data)
    form.full_clean()

    assert form.as_p()
    assert all(str(text) for texts in form.errors.values() for text in texts)
