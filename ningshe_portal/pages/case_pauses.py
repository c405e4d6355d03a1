"""The pauses of a case: shown in the case file with what they are based on; the applicant may say 情况不属实."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import APPLICANT
from common import clock
from district.services import load_calendar
from milestones.models import Span
from milestones.services import object_to_pause
from ningshe_portal.desk.views import send_file

from .access import known_visitors_only, see_case
from .pause_cards import build_card
from .verbs import Verb, VerbForm, plain, run_verb


class ObjectionForm(VerbForm):
    text = forms.CharField(
        label=_("实际情况"),
        help_text=_("例如：现场哪一天已经腾空，材料哪一天已经交给谁。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明实际情况。")},
    )


OBJECT = Verb(
    title=_("暂停情况不属实"),
    hint=_("提交后由督办人员核查：不属实的，撤销暂停，这段时间计入办理时限。每次暂停可以提出一次。"),
    button=_("提交"),
    fits=lambda pause: not (pause.objected_at or pause.revoked_at),
    make_form=plain(ObjectionForm),
    run=object_to_pause,
    done=_("已提交，督办人员会核查，结果会显示在本页并以短信告知您。"),
)


def load_pauses(board):
    """The panel of the case file; none for a case whose clocks never stood still."""
    pauses = list(pauses_for(board.viewer, board.application).for_cards())
    if not pauses:
        return None
    calendar, today = load_calendar(), clock.today()
    return {
        "cards": [build_card(pause, calendar, today) for pause in pauses],
        "number": board.application.number,
        "viewer": board.viewer,
    }


def pauses_for(viewer, application):
    """A provider sees those it set itself."""
    pauses = Span.objects.pauses().filter(milestone__application=application)
    return pauses.filter(milestone__order__provider__in=viewer.providers) if viewer.is_provider else pauses


def see_pause(request, number, pause):
    """The pause, its case, and as whom this visitor sees them; 404 for a stranger."""
    application, viewer = see_case(request, number)
    found = pauses_for(viewer, application).for_cards().filter(pk=pause).first()
    if found is None:
        raise Http404
    return found, application, viewer


@never_cache
@known_visitors_only
def object_to(request, number, pause):
    """The applicant's word on one pause: the pause itself, a short form, and what comes of it."""
    found, application, viewer = see_pause(request, number, pause)
    if not viewer.is_applicant:
        raise PermissionDenied
    form = OBJECT.make_form(found, *([request.POST] if request.method == "POST" else []))
    if run_verb(request, OBJECT, found, form, by=APPLICANT) is not None:
        return redirect("case", number)
    card = build_card(found, load_calendar(), clock.today())
    context = {"application": application, "card": card, "form": form, "verb": OBJECT}
    return render(request, "case/pause.html", context)


@require_safe
@never_cache
@known_visitors_only
def evidence(request, number, pause):
    """The photo or paper a pause rests on."""
    found, _application, _viewer = see_pause(request, number, pause)
    if not found.evidence:
        raise Http404
    return send_file(found.evidence)


urlpatterns = [
    path("case/<slug:number>/pauses/<int:pause>/", object_to, name="case_pause"),
    path("case/<slug:number>/pauses/<int:pause>/evidence/", evidence, name="case_pause_evidence"),
]
