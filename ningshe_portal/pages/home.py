"""The front page and the guide: what this is, where to begin, how well it runs."""

from django.conf import settings
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from applications.services import CORRECTION_WORKDAYS, SILENT_WORKDAYS
from common import clock
from milestones.models import TimeLimit
from ningshe_portal.pages.figures import public_figures
from ningshe_portal.pages.guide import limit_table, providers_by_service, rule_table
from ningshe_portal.pages.oversight_ratings import public_ratings

STEPS = (
    (_("一窗受理"), _("第一个接件的窗口负责到底")),
    (_("一表申请"), _("水电气网填一张表")),
    (_("一体踏勘"), _("各单位一次上门")),
    (_("一套方案"), _("路径合并，一次确认")),
    (_("一次审批"), _("手续由专营单位代办")),
    (_("一次开挖"), _("同一路段只挖一次")),
    (_("一次施工"), _("按同一张进度表施工")),
    (_("一次回填"), _("各方完工后一次回填")),
    (_("一次验收"), _("联合上门检测")),
    (_("一次接通"), _("水电气网同日接通")),
)


@require_safe
def home(request):
    context = {"steps": STEPS, "figures": public_figures(clock.today())}
    return render(request, "home/home.html", context)


@require_safe
def guide(request):
    limits = TimeLimit.objects.valid_on(clock.today())
    context = {
        "steps": STEPS,
        "rules": rule_table(),
        "limits": limit_table(limits),
        "providers": providers_by_service(),
        "silent_workdays": SILENT_WORKDAYS,
        "correction_workdays": CORRECTION_WORKDAYS,
        "office_phone": settings.OFFICE_PHONE,
        "ratings": public_ratings(),
    }
    return render(request, "home/guide.html", context)


urlpatterns = [path("", home, name="home"), path("guide/", guide, name="guide")]
