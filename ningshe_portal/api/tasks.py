"""What a provider is to put right (督办事项), and what it says was done."""

from typing import Annotated

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from oversight.models import DutyStatus
from oversight.services import answer_duty
from oversight.services.words import MOST_LETTERS

from . import outputs
from .calls import JSON, takes
from .fetching import NUMBER
from .inputs import Body, text
from .keys import actor
from .validation import fault

MOST_ROWS = 200
USUAL_ROWS = 100

router = Router()
router.add_decorator(takes(JSON), mode="view")


class TaskAnswer(Body):
    answer: text(MOST_LETTERS, description=_("做了什么、什么时候完成的"))
    handler: text(60, least=0, description=_("填报人")) = ""


@router.get(
    "/tasks",
    response=outputs.Tasks,
    summary=_("读取本单位的督办事项"),
    description=_("差评整改、会议议定事项和检查整改，先提出的在前。评价人不公开姓名的，不给出办件编号。"),
)
def list_tasks(
    request,
    status: Annotated[DutyStatus | None, Query(description=_("只看某一状态"))] = None,
    after: Annotated[str, Query(max_length=26, description=_("已读到的最后一个编号"))] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description=_("每次最多几条"))] = USUAL_ROWS,
):
    rows = own_tasks(request).order_by("pk")
    if status:
        rows = rows.filter(status=status)
    if after:
        rows = rows.filter(pk__gt=_key_of(request, after))
    found = list(rows[: limit + 1])
    return {"tasks": [task_facts(duty) for duty in found[:limit]], "has_more": len(found) > limit}


@router.get(
    "/tasks/{number}",
    response=outputs.Task,
    summary=_("读取一件督办事项"),
    description=_("其他单位的返回 404。"),
)
def get_one_task(request, number: str):
    return task_facts(get_task(request, number))


@router.post(
    "/tasks/{number}/answer",
    response=outputs.Task,
    summary=_("填报办理情况"),
    description=_("待办理的才可以填报，否则返回 409；填报后由区政务服务办核实，办结或退回。"),
)
def answer_task(request, number: str, body: TaskAnswer):
    duty = get_task(request, number)
    answer_duty(duty, answer=body.answer, by=actor(request.auth, body.handler))
    return task_facts(get_task(request, number))


def _key_of(request, number):
    row = own_tasks(request).filter(number=number).first() if NUMBER.fullmatch(number) else None
    if row is None:
        raise fault("query", "after", gettext("本单位没有这个编号的督办事项。"))
    return row.pk


def own_tasks(request):
    return request.auth.duties.select_related("application", "rating")


def get_task(request, number):
    if not NUMBER.fullmatch(number):
        raise Http404
    return get_object_or_404(own_tasks(request), number=number)


def task_facts(duty):
    """As its provider may know it: case and moment of an anonymous rating would name the rater."""
    shows_case = duty.application is not None and not duty.is_anonymous
    page = reverse("admin:oversight_duty_change", args=[duty.pk])
    return {
        "number": duty.number,
        "kind": duty.kind,
        "status": duty.status,
        "text": duty.text,
        "application": duty.application.number if shows_case else "",
        "grade": duty.rating.get_grade_display() if duty.rating else "",
        "opened_at": None if duty.is_anonymous else duty.opened_at,
        "due_on": duty.due_on,
        "is_estimated": duty.is_estimated,
        "answer": duty.answer,
        "answered_at": duty.answered_at,
        "reply": duty.reply,
        "closed_at": duty.closed_at,
        "url": f"{settings.BASE_URL}{page}",
    }
