"""What an applicant types: a right form, to be changed by each test."""

from django.http import QueryDict

from applications.tests.factories import town

CREDIT_CODE = "91120221MA05R7KD44"


def typed_form(**changes):
    """A complete form for water and power as a browser sends it; ``None`` leaves a field out.

    ``water__demand`` stands for ``water-demand``.
    """
    answers = {
        "applicant_kind": "organisation",
        "applicant_name": "天津市宁河区津沽食品有限公司",
        "credit_code": CREDIT_CODE,
        "address": "芦台街道光明路 18 号",
        "town": town().code,
        "contact_name": "李建国",
        "contact_phone": "13820001234",
        "services": ["water", "power"],
        "water-business": "new",
        "water-demand": "12.5",
        "water-purposes": ["production", "living"],
        "power-business": "expand",
        "power-demand": "80",
        "power-account": "1201170001",
        "power-present_amount": "40",
        "wants_joint_survey": "yes",
        "consents_sharing": "yes",
    }
    answers |= {name.replace("__", "-"): value for name, value in changes.items()}
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return data


def water_alone(**changes):
    """The answers about water, and none about power."""
    unasked = ("business", "demand", "account", "present_amount")
    return {"services": ["water"], **{f"power__{name}": None for name in unasked}, **changes}


def network(**changes):
    """The answers about the network alone."""
    return {
        "services": ["network"],
        "water__business": None,
        "water__demand": None,
        "water__purposes": None,
        "power__business": None,
        "power__demand": None,
        "power__account": None,
        "power__present_amount": None,
        "network__business": "new",
        "network__signals": ["broadband", "cellular"],
        "network__users": "30",
        "network__demand": "500",
        "network__carriers": ["telecom", "mobile"],
        **changes,
    }
