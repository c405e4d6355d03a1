"""Many cases passed on at once: when a clerk goes on leave or is ill."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.roles import RoleName
from applications.models import Application, HandOver
from applications.services import hand_over
from common.status import Refusal
from ningshe_portal.pages.verbs import first_error

from .people_forms import HandOverForm, counter_staff

MOST_ROWS = 500


@never_cache
@login_required
@permission_required("applications.hand_over_application", raise_exception=True)
def hand_over_many(request):
    """One's own cases; for the office those of any clerk (``?of=``)."""
    giver = find_giver(request)
    cases = Application.objects.of_clerk(giver).order_by("pk")
    form = HandOverForm(request.POST or None, giver=giver)
    if request.method == "POST" and take(request, cases, form):
        return redirect("window:hand-over-many")
    context = {
        "giver": giver,
        "givers": list(counter_staff()) if request.user.has_role(RoleName.OFFICE) else [],
        "cases": cases.select_related("town")[:MOST_ROWS],
        "form": form,
        "chosen": set(request.POST.getlist("case")) if request.method == "POST" else None,
        "under_way": HandOver.objects.under_way()
        .of_clerk(giver)
        .select_related("application", "giver", "taker"),
    }
    return render(request, "window/hand_over.html", context)


def find_giver(request):
    name = request.GET.get("of", "")
    if not name or not request.user.has_role(RoleName.OFFICE) or not name.isprintable():
        return request.user
    return get_object_or_404(counter_staff(), username=name)


def take(request, cases, form):
    """Whether it was done; if not, the page says why and keeps what was ticked."""
    if not form.is_valid():
        messages.error(request, first_error(form))
        return False
    ticked = [number for number in request.POST.getlist("case") if number.isalnum()]
    chosen = list(cases.filter(number__in=ticked))
    if not chosen:
        messages.error(request, _("请勾选要移交的办件。"))
        return False
    try:
        hand_over(chosen, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return False
    done = _("已将 %(count)d 件办件移交给%(taker)s。")
    messages.success(request, done % {"count": len(chosen), "taker": form.cleaned_data["taker"]})
    return True
