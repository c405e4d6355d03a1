"""The queues of the desk: what waits, how many, and the way to find a case again."""

import unicodedata
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from applications.models import Application, Call, Channel, Correction, FollowUp, Material, Status, Waiting
from applications.silence import WARNING_WORKDAYS
from common import clock
from common.clock import midnight
from common.workdays import ONE_DAY, add_workdays
from district.services import load_calendar
from milestones.models import Milestone
from utilities.selectors import notes_to_window, unrouted_requests
from works.models import PartStatus, PlanPart, RoadSection

from . import calls, visits
from .review import DESK
from .rows import (
    build_draft_row,
    build_road_row,
    build_row,
    build_temporary_row,
    build_unrouted_row,
    build_waiting_row,
)

PER_PAGE = 30


@dataclass(frozen=True)
class Queue:
    code: str
    title: str
    hint: str  # what would be here, and how it gets here
    row_template: str = "window/_row.html"
    last_column: str = _("剩余")
    columns: tuple[str, ...] = (_("状态"), _("编号"), _("申请人"), _("事项"), _("收到"))


QUEUES = (
    Queue("received", _("待录入"), _("快速收件和补录的申请表会列在这里，录入后转到“待受理”。")),
    Queue("submitted", _("待受理"), _("网上提交和窗口录入的申请，会在这里等待受理。")),
    Queue("returned", _("待补正"), _("已要求补正的申请会列在这里，申请人补齐后回到“待受理”。")),
    Queue(
        "expired",
        _("逾期未补正"),
        _("补正期限已过仍未补齐的申请会列在这里，由窗口联系、统筹人员确认是否终止。"),
    ),
    Queue("silent", _("即将视为受理"), _("提交后满 3 个工作日仍未答复的申请会列在这里。")),
    Queue("asked", _("待转告补交"), _("承办单位请申请人补交材料的办件会列在这里，核对后转告申请人。")),
    Queue(
        "overdue", _("补交到期"), _("容缺承诺或补交期限已过的办件会列在这里；容缺由统筹人员延期一次或结束。")
    ),
    Queue("plans", _("方案待确认"), _("接入方案等待申请人确认的，或有单位未交方案的办件会列在这里。")),
    Queue(
        "roads",
        _("路段待核对"),
        _("各单位对同一路段所报情况不一致的会列在这里，由统筹人员核对；核对前按较严的办理审批。"),
        "window/_road_row.html",
        _("核对"),
        (_("街镇（园区）"), _("路段"), _("各单位所报"), _("不一致自")),
    ),
    Queue("originals", _("待退还原件"), _("已结束但窗口还保管着原件的办件会列在这里。")),
    Queue("unrouted", _("待分派"), _("没有承办单位的事项会列在这里，由统筹人员分派。")),
    Queue(
        visits.QUEUE,
        _("踏勘验收待安排"),
        _(
            "联合踏勘、验收、接通需要统筹人员定时间的会列在这里：隔日仍未约定、有单位不能到场、"
            "申请人要求改约、提醒后仍未答复另提的时间，或约定的日子已过还没有上报结果。"
        ),
        "window/_visit_row.html",
        _("时间"),
    ),
    Queue(
        calls.QUEUE,
        _("待电话告知"),
        _("申请人没有手机号码的，需要告知的事项会列在这里，请电话告知后登记。"),
        "window/_call_row.html",
        _("登记"),
    ),
    Queue(
        "notes", _("新留言"), _("申请人或承办单位写给窗口、还没有看过的留言会列在这里，打开办件即为已读。")
    ),
    Queue(
        "temporary",
        _("临时用水用电到期"),
        _("接通的临时用水用电，在到期前 30 日、到期后，或申请人提出延期、转正式、拆除时列在这里。"),
    ),
    Queue(
        "waiting",
        _("等管网通达"),
        _(
            "暂不具备接入条件、登记了管网通达告知的申请人会列在这里；街镇新设承办单位时自动告知，"
            "其他情形由统筹人员确认通达后告知。"
        ),
        "window/_waiting_row.html",
        _("告知"),
    ),
    Queue("today", _("今日办理"), _("今天提交、受理或办结的办件会列在这里。")),
    Queue("mine", _("我的办件"), _("由您担任首问责任人、尚未办结的办件会列在这里，休假时可以一并移交。")),
    Queue("drafts", _("草稿"), _("窗口录入时点“暂存”的申请会列在这里，可以继续录入。")),
)
SEARCH = Queue(
    "search", _("查找结果"), _("没有找到。可输入编号或手机号的后 4 至 6 位、完整编号、申请人名称。")
)


@never_cache
@login_required
@permission_required(DESK, raise_exception=True)
def show_queue(request):
    calendar, today = load_calendar(), clock.today()
    cases = Application.objects.visible_to_staff(request.user)
    text = tidy(request.GET.get("q", ""))
    queues = count_queues(cases, calendar, today, user=request.user)
    queue = SEARCH if text else find_queue(request.GET.get("queue", ""), queues)
    rows = select(queue.code, cases, text, calendar, today, user=request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    busy, idle = part_queues(queues, shown=queue)
    context = {
        "busy": busy,
        "idle": idle,
        "queue": queue,
        "text": text,
        "page": page,
        "rows": arrange(queue.code, page, calendar, today),
    }
    return render(request, "window/queues.html", context)


def tidy(text):
    """Half width, single blanks: what a clerk types in a hurry, or pastes."""
    folded = unicodedata.normalize("NFKC", text)[:100]
    return " ".join("".join(c if c.isprintable() else " " for c in folded).split())


def find_queue(code, queues):
    """The one asked for; else the first in which something waits."""
    waiting = [queue for queue, count in queues if count]
    return next((queue for queue in QUEUES if queue.code == code), (waiting or QUEUES)[0])


def part_queues(queues, *, shown):
    """Those in which something waits, or that is looked at; and the empty ones, which only cost room."""
    busy = [(queue, count) for queue, count in queues if count or queue == shown]
    return busy, [queue for queue, count in queues if not (count or queue == shown)]


def select(code, cases, text, calendar, today, *, user):
    """The rows of one queue, the longest waiting first."""
    if code == "unrouted":
        return unrouted_requests()
    if code == calls.QUEUE:
        return Call.objects.to_make().filter(application__in=cases).select_related("application")
    if code == visits.QUEUE:
        return visits.in_queue(cases)
    if code == "roads":
        return differing_roads()
    if code == "temporary":
        return temporary_supplies(cases, today)
    if code == "waiting":
        return waitings(cases).select_related("application", "town")
    waiting = {
        "received": lambda: cases.awaiting_entry().order_by("received_at", "pk"),
        "submitted": lambda: cases.awaiting_acceptance().order_by("submitted_at", "pk"),
        "returned": lambda: cases.awaiting_correction().order_by("submitted_at", "pk"),
        "expired": lambda: cases.past_correction().order_by("submitted_at", "pk"),
        "silent": lambda: cases.silent_since(silence_begins(calendar, today)).order_by("submitted_at", "pk"),
        "notes": lambda: with_new_notes(cases).order_by("pk"),
        "asked": lambda: with_untold(cases).order_by("accepted_at", "pk"),
        "overdue": lambda: with_overdue(cases).order_by("accepted_at", "pk"),
        "plans": lambda: with_plans(cases).order_by("accepted_at", "pk"),
        "originals": lambda: with_originals(cases).order_by("ended_at", "pk"),
        "today": lambda: cases.moved_since(midnight(today)),
        "mine": lambda: cases.of_clerk(user).order_by("submitted_at", "pk"),
        "drafts": lambda: cases.parked().order_by("-saved_at"),
        "search": lambda: cases.matching(text),
    }[code]()
    running = Milestone.objects.running().exclude(stage="whole")
    return waiting.prefetch_related(
        "requests",
        Prefetch("milestones", running, to_attr="running"),
        Prefetch("corrections", Correction.objects.awaited(), to_attr="awaited"),
    )


def temporary_supplies(cases, today):
    """What somebody must see to, what ends first first; what has no end is asked for before."""
    rows = FollowUp.objects.to_settle(today).filter(request__application__in=cases)
    return rows.select_related("request__application").order_by(F("until").asc(nulls_first=True), "pk")


def differing_roads():
    rows = RoadSection.objects.differing().select_related("town")
    return rows.order_by("differs_since", "pk").prefetch_related("words__provider")


def waitings(cases):
    """Who waits for a network and has not been told that it has come."""
    return Waiting.objects.untold().filter(application__in=cases)


def arrange(code, page, calendar, today):
    if code == visits.QUEUE:
        return [visits.build_visit_row(visit) for visit in page]
    if code == "roads":
        return [build_road_row(section) for section in page]
    if code == "temporary":
        return [build_temporary_row(follow_up, today) for follow_up in page]
    if code == "waiting":
        return [build_waiting_row(waiting) for waiting in page]
    if code == "unrouted":
        return [build_unrouted_row(request, calendar, today) for request in page]
    if code == calls.QUEUE:
        return [calls.build_call_row(call, queue=code) for call in page]
    build = build_draft_row if code == "drafts" else build_row
    return [build(application, calendar, today) for application in page]


def with_new_notes(cases):
    return cases.filter(pk__in=notes_to_window().values("application"))


def silence_begins(calendar, today):
    """What was submitted before this moment has been silent long enough to warn of it."""
    day = today
    while add_workdays(day, WARNING_WORKDAYS, calendar) > today:
        day -= ONE_DAY
    return midnight(day + ONE_DAY)


def with_untold(cases):
    """A provider asked for a paper, and the window has not passed it on."""
    return cases.filter(pk__in=Correction.objects.asked().untold().values("application"))


def with_overdue(cases):
    """A promise (容缺), or the term for what a provider asked for, is over and nothing came."""
    promised = Material.objects.awaited().exclude(promise_expired_at=None).values("application")
    asked = Correction.objects.asked().exclude(expired_at=None).values("application")
    return cases.filter(Q(pk__in=promised) | Q(pk__in=asked))


def with_plans(cases):
    """A plan lies before the applicant, or waits for who has not given his part."""
    waiting = PlanPart.objects.filter(status__in=[PartStatus.PRESENTED, PartStatus.GIVEN])
    return cases.filter(status=Status.ACCEPTED, pk__in=waiting.values("plan__application"))


def with_originals(cases):
    """Over, and the window still holds originals."""
    return cases.ended().filter(pk__in=Material.objects.held().values("application"))


def count_queues(cases, calendar, today, *, user):
    """Each queue with how many wait in it."""
    waiting = [Status.RECEIVED, Status.SUBMITTED, Status.RETURNED, Status.DRAFT]
    counts = cases.filter(status__in=waiting).aggregate(
        received=Count("pk", filter=Q(status=Status.RECEIVED)),
        submitted=Count("pk", filter=Q(status=Status.SUBMITTED)),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT, channel=Channel.WINDOW)),
    )
    counts["expired"] = cases.past_correction().count()
    counts[calls.QUEUE] = Call.objects.to_make().filter(application__in=cases).count()
    counts[visits.QUEUE] = visits.awaiting_office(cases).count()
    counts["asked"] = with_untold(cases).count()
    counts["overdue"] = with_overdue(cases).count()
    counts["plans"] = with_plans(cases).count()
    counts["roads"] = differing_roads().count()
    counts["originals"] = with_originals(cases).count()
    counts["silent"] = cases.silent_since(silence_begins(calendar, today)).count()
    counts["unrouted"] = unrouted_requests().count()
    counts["notes"] = with_new_notes(cases).count()
    counts["temporary"] = temporary_supplies(cases, today).count()
    counts["waiting"] = waitings(cases).count()
    counts["today"] = cases.moved_since(midnight(today)).count()
    counts["mine"] = cases.of_clerk(user).count()
    return [(queue, counts[queue.code]) for queue in QUEUES]
