"""What is wrong with a call, said in Chinese, field by field. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import ValidationError

SENTENCES = {
    "missing": gettext_lazy("缺少这一项。"),
    "string_type": gettext_lazy("应为文字。"),
    "string_unicode": gettext_lazy("含有无法保存的字符。"),
    "string_too_short": gettext_lazy("不能为空。"),
    "string_too_long": gettext_lazy("不能超过 %(max_length)s 个字。"),
    "bool_type": gettext_lazy("应为 true 或 false。"),
    "enum": gettext_lazy("应为其中之一：%(expected)s。"),
    "literal_error": gettext_lazy("应为其中之一：%(expected)s。"),
    "int_parsing": gettext_lazy("应为整数。"),
    "int_type": gettext_lazy("应为整数。"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s。"),
    "list_type": gettext_lazy("应为数组。"),
    "too_long": gettext_lazy("不能超过 %(max_length)s 项。"),
    "too_short": gettext_lazy("至少 %(min_length)s 项。"),
    "model_type": gettext_lazy("应为 JSON 对象。"),
    "model_attributes_type": gettext_lazy("应为 JSON 对象。"),
    "value_error": gettext_lazy("%(error)s"),
}


def fault(source, field, sentence):
    """An error of the caller that only the portal could find, to be raised."""
    return ValidationError([{"loc": (source, field), "type": "value_error", "ctx": {"error": sentence}}])


def list_faults(errors):
    """``[{"in", "field", "detail"}]`` from the errors of ninja, in their order."""
    return [_fault(error) for error in errors]


def is_about_path(errors):
    """A wrong part of the address: there is no such thing."""
    return any(error["loc"][0] == "path" for error in errors)


def _fault(error):
    source, *place = error["loc"]
    # Where a call has one body, ninja puts the name of its parameter before the field.
    field = ".".join(str(part) for part in place if part != "body")
    return {"in": source, "field": field, "detail": _sentence(error)}


def _sentence(error):
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return _("格式不正确。")
    return str(sentence) % {name: _plain(value) for name, value in error.get("ctx", {}).items()}


def _plain(value):
    return str(value).replace("'", "").replace(" or ", "、").replace(", ", "、")
