"""The pauses of all providers, for who supervises them: doubted ones first; judged and allowed here."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.form_fields import DayField
from district.services import load_calendar
from milestones.models import MilestoneStatus, Span
from milestones.querysets import PAUSE_STATES
from milestones.services import allow_pause, revoke_pause, uphold_pause

from .months import month_of
from .oversight import EVERYTHING, PER_PAGE
from .pause_cards import build_card
from .verbs import Verb, VerbForm, plain, run_verb

QUEUES = {
    "doubted": _("有异议待核查"),
    "running": _("暂停中"),
    "objected": _("有异议"),
    "revoked": _("已撤销"),
    "beyond": _("达到上限或批准延长"),
    "short": _("不足一天"),
    "all": _("全部"),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def reason_field(label, lack):
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=200, widget=area, error_messages={"required": lack})


class UpholdForm(VerbForm):
    reason = reason_field(_("核查意见"), _("请写明核查意见。"))


class RevokeForm(VerbForm):
    reason = reason_field(_("撤销原因"), _("请写明撤销的原因。"))


class AllowForm(VerbForm):
    until = DayField(
        label=_("批准暂停至"),
        help_text=_("含当日，次日起恢复计时。"),
        widget=DAY,
        error_messages={"required": _("请选择日期。")},
    )
    reason = reason_field(_("批准原因"), _("请写明批准的原因。"))


VERBS = {
    "uphold": Verb(
        title=_("暂停成立"),
        hint=_("申请人会收到短信，看到核查意见；暂停继续有效。"),
        button=_("确认成立"),
        permission="milestones.revoke_pause",
        fits=lambda pause: pause.objected_at and not (pause.upheld_at or pause.revoked_at),
        make_form=plain(UpholdForm),
        run=uphold_pause,
        done=_("已记录核查意见，并告知申请人。"),
    ),
    "revoke": Verb(
        title=_("撤销暂停"),
        hint=_(
            "这段时间计入办理时限，环节可能因此超期；正在暂停的立即恢复计时。申请人和承办单位会收到通知。"
        ),
        button=_("确认撤销"),
        permission="milestones.revoke_pause",
        fits=lambda pause: not pause.revoked_at,
        make_form=plain(RevokeForm),
        run=revoke_pause,
        done=_("已撤销暂停，截止日期已重新计算。"),
    ),
    "allow": Verb(
        title=_("批准延长暂停"),
        hint=_("同一环节、同一原因可以暂停到这一天；申请人和承办单位会收到通知。"),
        button=_("批准"),
        permission="milestones.allow_pause",
        fits=lambda pause: not pause.revoked_at and pause.milestone.status == MilestoneStatus.RUNNING,
        make_form=plain(AllowForm),
        run=allow_pause,
        done=_("已批准延长暂停。"),
    ),
}


@dataclass(frozen=True)
class Door:
    """A verb one may use on this pause, with its form."""

    name: str
    verb: Verb
    form: forms.Form


@require_safe
@never_cache
@login_required
@permission_required(EVERYTHING, raise_exception=True)
def list_pauses(request):
    state, month = request.GET.get("state", "doubted"), month_of(request.GET.get("month"))
    if state not in QUEUES:
        raise Http404
    pauses = Span.objects.pauses()
    if month:
        pauses = pauses.between(month.starts_at, month.ends_at)
    if provider := request.GET.get("provider"):
        pauses = pauses.filter(milestone__order__provider__code=provider)
    counts = pauses.aggregate(
        all=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in PAUSE_STATES.items()}
    )
    shown = (pauses if state == "all" else pauses.in_state(state)).for_cards()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    calendar, today = load_calendar(), clock.today()
    context = {
        "page": page,
        "cards": [build_card(pause, calendar, today) for pause in page],
        "queues": [(name, title, counts[name]) for name, title in QUEUES.items()],
        "state": state,
        "month": month,
        "provider": page[0].milestone.order.provider if provider and page else "",
    }
    return render(request, "oversight/pauses.html", context)


@require_safe
@never_cache
@login_required
@permission_required(EVERYTHING, raise_exception=True)
def show_pause(request, pause):
    return _page(request, get_pause(pause))


@require_POST
@never_cache
@login_required
@permission_required(EVERYTHING, raise_exception=True)
def judge(request, pause, verb):
    """One verb; what its form lacks is said beside it."""
    found, row = get_pause(pause), VERBS.get(verb)
    if row is None:
        raise Http404
    if not request.user.has_perm(row.permission):
        raise PermissionDenied
    form = row.make_form(found, request.POST)
    if run_verb(request, row, found, form, by=request.user) is None:
        return _page(request, found, {verb: form})
    return redirect("oversight_pause", pause)


def get_pause(pk):
    return get_object_or_404(Span.objects.pauses().for_cards(), pk=pk)


def _page(request, pause, forms_filled=None):
    filled = forms_filled or {}
    doors = [
        Door(name, verb, filled.get(name) or verb.make_form(pause))
        for name, verb in VERBS.items()
        if name in filled or (request.user.has_perm(verb.permission) and verb.fits(pause))
    ]
    card = build_card(pause, load_calendar(), clock.today())
    return render(request, "oversight/pause.html", {"card": card, "doors": doors})


urlpatterns = [
    path("oversight/pauses/", list_pauses, name="oversight_pauses"),
    path("oversight/pauses/<int:pause>/", show_pause, name="oversight_pause"),
    path("oversight/pauses/<int:pause>/<slug:verb>/", judge, name="oversight_judge_pause"),
]
