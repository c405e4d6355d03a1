"""After the form was handed in: its number, the 查询码 for this browser only, what happens next."""

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from applications.models import Application, Status
from applications.services import SILENT_WORKDAYS
from milestones.stages import Stage
from ningshe_portal.pages.access import held_cases, hold_case
from ningshe_portal.pages.deadlines import day_text
from ningshe_portal.pages.drafts import owns_draft


@require_GET
@never_cache
def handed_in(request, token):
    """Number and 查询码, to nobody but the browser that filled the form in."""
    application = Application.objects.filter(token=token).first()
    if application is None or not owns_draft(request, application):
        return redirect("track")
    if application.status in {Status.DRAFT, Status.RETURNED}:
        return redirect("apply:form", token)
    if not held_cases(request).filter(pk=application.pk).exists():
        hold_case(request, application)
    context = {
        "application": application,
        "qr": segno.make(track_url(application), error="m").svg_data_uri(scale=4, border=2),
        "case_url": reverse("case", args=[application.number]),
        "due": intake_due(application),
        "silent_workdays": SILENT_WORKDAYS,
    }
    return render(request, "apply/done.html", context)


def track_url(application):
    """What the QR leads to: the case still asks for a code."""
    return f"{settings.BASE_URL}/track/?{urlencode({'number': application.number})}"


def intake_due(application):
    """Until when the window answers; empty where no limit has been set."""
    intake = application.milestones.filter(stage=Stage.INTAKE).first()
    if intake is None or intake.due_on is None:
        return ""
    due = day_text(intake.due_on)
    return _("%s（暂估）") % due if intake.is_estimated else due
