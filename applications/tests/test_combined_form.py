"""The rules of the combined form, the same online and at the window."""

import re

import pytest
from crispy_forms.utils import render_crispy_form

from applications.forms import CombinedForm
from applications.models import Channel
from district.models import Town

from .typed_form import CREDIT_CODE, network, typed_form

pytestmark = pytest.mark.django_db
PERSON = {"applicant_kind": "individual", "applicant_name": "李建国", "credit_code": None}


def errors(data, **options):
    form = CombinedForm(data, **options)
    return {name: texts[0] for name, texts in form.errors.items()}


def test_a_complete_form_is_right():
    assert errors(typed_form()) == {}


def test_a_complete_form_for_the_network_is_right():
    assert errors(typed_form(**network())) == {}


def test_an_empty_form_says_everything_that_is_missing():
    assert errors({}) == {
        "applicant_kind": "请选择申请人类型。",
        "applicant_name": "请填写申请单位（姓名）。",
        "contact_name": "请填写联系人。",
        "contact_phone": "请填写联系电话。",
        "address": "请填写申请地址。",
        "town": "请选择街镇（园区）。",
        "services": "请选择联合报装事项。",
        "consents_sharing": "须同意向所选单位提供信息，才能办理联合报装。",
    }


RULES = [
    ("no service", {"services": None}, "services", "请选择联合报装事项。"),
    ("unknown service", {"services": ["heating"]}, "services", "请从列出的选项中选择。"),
    ("business missing", {"water__business": None}, "water-business", "请选择业务类型。"),
    ("business of another service", {"power__business": "green"}, "power-business", "请从列出的选项中选择。"),
    ("demand missing", {"water__demand": None}, "water-demand", "请填写用水需求。"),
    ("demand nought", {"water__demand": "0"}, "water-demand", "须大于 0。"),
    ("purpose not listed", {"water__purposes": ["heating"]}, "water-purposes", "请从列出的选项中选择。"),
    (
        "no code and no reason",
        {"credit_code": None},
        "credit_code",
        "请填写统一社会信用代码；暂时没有的，请在下面写明原因，以后补交。",
    ),
    (
        "wrong code with a reason",
        {"credit_code": CREDIT_CODE[:-1] + "5", "no_code_reason": "正在办理"},
        "credit_code",
        "统一社会信用代码的校验位不符，请对照营业执照逐位核对。",
    ),
    ("id without its type", PERSON | {"id_number": "E12345678"}, "id_type", "请选择证件类型。"),
    (
        "wrong resident id",
        PERSON | {"id_type": "resident_id", "id_number": "120221199001011234"},
        "id_number",
        "居民身份证号码的校验位不符，请对照证件逐位核对。",
    ),
    (
        "landline online",
        {"contact_phone": "69590000"},
        "contact_phone",
        "网上申请须填写手机号码，用于接收验证码和办理通知。",
    ),
    (
        "short phone",
        {"contact_phone": "1382000"},
        "contact_phone",
        "手机号码应为 11 位，以 13 至 19 开头，现在是 7 位，请核对。",
    ),
    (
        "project code too short",
        {"project_code": "2308-120117"},
        "project_code",
        "项目代码应为 20 位，现在是 10 位。",
    ),
    ("town unknown", {"town": "110101001"}, "town", "请从列出的选项中选择。"),
    (
        "no consent",
        {"consents_sharing": "no"},
        "consents_sharing",
        "须同意向所选单位提供信息，才能办理联合报装。",
    ),
    ("no signal", network(network__signals=None), "network-signals", "请选择用网需求。"),
    ("no carrier", network(network__carriers=None), "network-carriers", "请选择运营商，可多选。"),
    ("half a user", network(network__users="1.5"), "network-users", "请填写整数。"),
    ("half a megabit", network(network__demand="0.5"), "network-demand", "请填写整数。"),
    ("users missing", network(network__users=None), "network-users", "请填写用户数。"),
]


@pytest.mark.parametrize(
    ("changes", "field", "text"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES]
)
def test_what_is_wrong_is_said_at_its_field(changes, field, text):
    assert errors(typed_form(**changes)) == {field: text}


RIGHT = [
    ("reason instead of a code", {"credit_code": None, "no_code_reason": "村委会正在申领"}),
    ("person without a document", PERSON),
    ("person with a passport", PERSON | {"id_type": "passport", "id_number": "e12345678"}),
    ("document type without a number", PERSON | {"id_type": "resident_id"}),
    ("code in lower case with blanks", {"credit_code": " 91120221 ma05r7kd44 "}),
    ("phone with country code", {"contact_phone": "+86 138-2000-1234"}),
    ("project code without hyphens", {"project_code": "23081201170401123456"}),
    ("no purposes", {"water__purposes": None}),
    ("unknown instead of a demand", {"water__demand": None, "water__unknown": "yes"}),
    ("unknown network", network(network__demand=None, network__users=None, network__unknown="on")),
    ("unknown with a demand that cannot be read", {"water__demand": "很多", "water__unknown": "1"}),
]


@pytest.mark.parametrize("changes", [case[1] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_what_the_rules_leave_free_is_taken(changes):
    assert errors(typed_form(**changes)) == {}


@pytest.mark.parametrize("phone", ["69590000", "022-69590000", "400-123-4567"])
def test_the_window_takes_a_phone_that_is_no_mobile(phone):
    assert errors(typed_form(contact_phone=phone), channel=Channel.WINDOW) == {}


def test_a_town_that_is_no_longer_chosen_is_refused():
    data = typed_form()
    Town.objects.update(is_active=False)

    assert errors(data) == {"town": "请从列出的选项中选择。"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yes", True),
        ("on", True),
        ("true", True),
        ("1", True),
        ("Yes", True),
        ("no", False),
        ("0", False),
        (None, False),
    ],
)
def test_yes_may_be_said_in_several_ways_and_silence_is_no(typed, meant):
    form = CombinedForm(typed_form(wants_joint_works=typed))
    form.full_clean()

    assert form.cleaned_data["wants_joint_works"] is meant


def test_carriers_and_services_keep_the_order_of_the_paper():
    form = CombinedForm(typed_form(**network()))
    form.full_clean()

    assert form.parts == [("network", "mobile"), ("network", "telecom")]


WARNINGS = [
    (
        "section filled but not ticked",
        {"services": ["power"]},
        "您填写了“用水”的内容但没有勾选该事项，这部分不会提交。",
    ),
    (
        "wrong section not ticked",
        {"services": ["power"], "water__demand": "abc"},
        "您填写了“用水”的内容但没有勾选该事项，这部分不会提交。",
    ),
    (
        "person with a credit code",
        PERSON | {"credit_code": "x"},
        "个人申请不需要统一社会信用代码，这一项不会提交。",
    ),
    ("organisation with an id", {"id_number": "x"}, "单位申请不需要个人证件，这一项不会提交。"),
    (
        "amount nobody can read",
        {"water__unknown": "yes", "water__demand": "abc"},
        "“用水”已选择现场核定，无法识别的用量不会提交。",
    ),
    ("extra of another business", {"water__account": "1001"}, "“新开户”不需要“现有户号”，这一项不会提交。"),
]


@pytest.mark.parametrize(
    ("changes", "text"), [case[1:] for case in WARNINGS], ids=[case[0] for case in WARNINGS]
)
def test_what_is_not_asked_is_left_out_with_a_warning(changes, text):
    form = CombinedForm(typed_form(**changes))

    assert form.is_valid()
    assert form.warnings == [text]


SURVEYS = [
    (
        "today",
        "2026-11-23",
        "预约踏勘日期 2026-11-23 太早，最早可约 2026-11-24；具体时间由服务单位与您商定。",
    ),
    (
        "long ago",
        "0001-01-01",
        "预约踏勘日期 0001-01-01 太早，最早可约 2026-11-24；具体时间由服务单位与您商定。",
    ),
    ("a Saturday", "2026-11-28", "预约踏勘日期 2026-11-28 不是工作日；具体时间由服务单位与您商定。"),
    ("a working day", "2026-11-25", None),
    ("written out", "2026年11月25日", None),
]


@pytest.mark.parametrize(("day", "text"), [case[1:] for case in SURVEYS], ids=[case[0] for case in SURVEYS])
def test_a_bad_day_for_the_survey_is_warned_of_and_never_refused(at, day, text):
    at("2026-11-23 09:30")

    form = CombinedForm(typed_form(survey_on=day))

    assert form.is_valid()
    assert form.warnings == ([text] if text else [])


def test_each_problem_leads_to_its_place():
    form = CombinedForm(typed_form(address=None, services=None))

    assert [(problem["anchor"], str(problem["label"])) for problem in form.problems] == [
        ("id_address", "申请地址"),
        ("id_services_0", "联合报装事项"),
    ]


def test_a_problem_names_the_service_that_asks_and_not_a_whole_sentence():
    form = CombinedForm(typed_form(water__business=None, power__demand="", consents_sharing=None))

    assert [str(problem["label"]) for problem in form.problems] == [
        "用水 · 业务类型",
        "用电容量",
        "告知同意",
    ]


def test_nothing_is_ticked_before_somebody_ticks_it():
    assert "checked" not in CombinedForm().as_p()


def test_a_card_is_complete_once_nothing_in_it_is_wrong():
    form = CombinedForm(typed_form(water__demand=None))

    assert {card.code: card.is_complete for card in form.cards} == {
        "applicant": True,
        "place": True,
        "services": False,
        "wishes": True,
        "extras": False,
        "materials": False,
        "consent": True,
    }


@pytest.mark.parametrize("dense", [True, False], ids=["window", "online"])
def test_each_layout_asks_every_question_once(dense):
    form = CombinedForm(dense=dense)

    html = render_crispy_form(form, context={"materials_url": "/", "material_kinds": []})

    asked = re.findall(
        r'<(?:input type="(?:text|tel|date|checkbox|radio)"|select|textarea)[^>]* name="([^"]+)"', html
    )
    once = {name for name in asked if name in form.fields}
    assert once == set(form.fields)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


WANTED = [
    ({"power__account": None}, "“用电”（增容）没有填写：现有户号。不影响提交，承办单位会与您核实。"),
    (
        {"power__account": None, "power__present_amount": None},
        "“用电”（增容）没有填写：现有户号、现有用量（千伏安或千瓦）。不影响提交，承办单位会与您核实。",
    ),
    (
        {"water__business": "temporary"},
        "“用水”（临时用水）没有填写：临时用水开始日期、临时用水结束日期。不影响提交，承办单位会与您核实。",
    ),
]


@pytest.mark.parametrize(("changes", "text"), WANTED, ids=["account", "both", "days"])
def test_what_a_business_type_wants_is_missed_and_not_demanded(changes, text):
    form = CombinedForm(typed_form(**changes))

    assert form.is_valid()
    assert form.warnings == [text]


def test_a_temporary_supply_does_not_end_before_it_begins():
    days = {"water__temporary_from": "2026-12-01", "water__temporary_to": "2026-11-30"}

    form = CombinedForm(typed_form(water__business="temporary", **days))

    assert form.errors == {"water-temporary_to": ["结束日期不能早于开始日期 2026-12-01，请核对。"]}


@pytest.mark.parametrize(
    ("typed", "kept"), [(" 1201-1700 01 ", "1201170001"), ("ｎｈ１２", "NH12")], ids=["blanks", "full width"]
)
def test_an_account_is_taken_as_it_is_read_out(typed, kept):
    form = CombinedForm(typed_form(power__account=typed))

    assert form.is_valid()
    assert form.cleaned_data["power-account"] == kept


def test_what_cannot_be_an_account_is_said_kindly():
    form = CombinedForm(typed_form(power__account="问老王"))

    assert form.errors == {
        "power-account": ["户号只含数字和字母，最多 30 位，请对照缴费单核对；不清楚可以不填。"]
    }
