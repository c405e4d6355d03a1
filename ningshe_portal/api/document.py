"""What the OpenAPI document says beyond the shapes: how calls fail, and the header every POST takes."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from milestones.models import MilestoneStatus, Outcome
from milestones.stages import Holder, PauseReason, Stage
from oversight.models import DutyKind, DutyStatus
from utilities.models import OrderStatus, ReturnReason, Variant
from works.models import (
    DigKind,
    DigStatus,
    FeeKind,
    Method,
    PartStatus,
    PartyRole,
    Payer,
    PlanStatus,
    Step,
    Surface,
)

from .outputs import Problem
from .problems import MEDIA_TYPE

REFERENCE = "#/components/schemas/"
PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": f"{REFERENCE}Problem"}}}}
ALWAYS = (401, 422, 500, 503)
OF_ONE = (404,)
OF_POST = (400, 409, 413, 415)
KEY_LENGTH = 255
LISTS = (
    OrderStatus,
    Stage,
    MilestoneStatus,
    Holder,
    Outcome,
    PauseReason,
    ReturnReason,
    Variant,
    DutyKind,
    DutyStatus,
    DigKind,
    DigStatus,
    PartyRole,
    Method,
    PartStatus,
    PlanStatus,
    Surface,
    FeeKind,
    Payer,
    Step,
)


def complete(document):
    """Add to each call the problems it may answer with, and Idempotency-Key to each POST."""
    shapes = Problem.model_json_schema(ref_template=f"{REFERENCE}{{model}}")
    document["components"]["schemas"] |= shapes.pop("$defs") | {"Problem": shapes}
    explain(document["components"]["schemas"])
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            codes = ALWAYS + OF_ONE * ("{" in path) + OF_POST * (method == "post")
            for code in sorted(codes):
                call["responses"].setdefault(code, {"description": HTTPStatus(code).phrase} | PROBLEM)
            if method == "post":
                call["parameters"].append(idempotency_key())
    return document


def explain(shapes):
    """What each code of a fixed list means, in place of what the code says to its readers."""
    for shape in shapes.values():
        shape.pop("description", None)
    for codes in LISTS:
        if codes.__name__ in shapes:
            said = "；".join(f"{code.value} {code.label}" for code in codes)
            shapes[codes.__name__]["description"] = said


def files_of(content_types):
    """What a call that answers with a file adds to its part of the document."""
    whole = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"content": dict.fromkeys(content_types, whole)}}}


def idempotency_key():
    return {
        "in": "header",
        "name": "Idempotency-Key",
        "required": False,
        "description": _("同一个值加同样的内容只生效一次，重试得到同样的应答；至少保留 30 天"),
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": "^[!-~]+$"},
    }
