"""The completion notice (办结通知书): what was connected when, what was not and why, whom to call, how to rate."""

from applications.models import FULFILLED, PaperKind, RequestStatus, Status
from applications.paper_content import heading, in_chinese
from applications.paper_words import written_day, written_moment
from applications.papers import issue_paper
from common import clock
from common.clock import local_date
from utilities.models import OrderStatus, WorkOrder

WHY = {
    RequestStatus.WITHDRAWN: "申请人撤回",
    RequestStatus.UNAVAILABLE: "暂不具备接入条件",
    RequestStatus.TERMINATED: "终止办理",
}


def issue_completion(application):
    """With the last connection; again where an account number comes later, and the one before is void."""
    now = clock.now()
    frozen = completion_content(application, at=now)
    return issue_paper(application, PaperKind.COMPLETION, frozen, at=now)


def renew_completion(application):
    """Only of a case that has one."""
    is_over = application.status == Status.FINISHED and application.erased_at is None
    if is_over and application.papers.valid().filter(kind=PaperKind.COMPLETION).exists():
        issue_completion(application)


@in_chinese
def completion_content(application, *, at):
    """Whom to ask is the first-contact clerk, whoever reported the last connection."""
    requests = list(application.requests.all())
    connected = [row for row in requests if row.status == RequestStatus.CONNECTED]
    orders = _orders_of(connected)
    return heading(application, at=at, requests=requests) | {
        "accepted_at": written_moment(application.accepted_at) if application.accepted_at else "",
        "ended_at": written_moment(max([row.ended_at for row in requests if row.ended_at], default=at)),
        "connected": [_connected_line(row, orders.get(row.pk)) for row in connected],
        "missed": [_missed_line(row) for row in requests if row.status not in FULFILLED],
        "not_chosen": [row.label for row in requests if row.status == RequestStatus.NOT_CHOSEN],
        "has_power": any(row.service == "power" for row in connected),
    }


def _orders_of(requests):
    orders = WorkOrder.objects.filter(request__in=requests, status=OrderStatus.CONNECTED)
    return {order.request_id: order for order in orders.select_related("provider")}


def _connected_line(request, order):
    return {
        "label": request.label,
        "on": written_day(local_date(request.ended_at or request.application.ended_at)),
        "account": order.account_number if order else "",
        "provider": str(order.provider) if order else "",
        "hotline": order.provider.hotline if order else "",
    }


def _missed_line(request):
    return {
        "label": request.label,
        "status": WHY[RequestStatus(request.status)],
        "reason": missed_reason(request),
    }


def missed_reason(request):
    """Why a service was not connected, in the words it ended with."""
    told = request.event_set.filter(verb=f"request.{request.status}").last()
    if told is None:
        return ""
    return (
        "；".join(part for part in (told.detail.get("reason"), told.detail.get("detail")) if part)
        or told.text
    )
