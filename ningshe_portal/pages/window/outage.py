"""Ready for the next power cut: the outage pack is printed while there is power, spoiled receipts are voided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications.models import EmergencyReceipt
from applications.outage_pack import print_pack
from applications.services import void_receipts
from common import clock
from common.status import Refusal

from .receive_forms import PackForm, VoidForm
from .receiving import LATE

SHOWN = 5


@never_cache
@login_required
@permission_required(LATE, raise_exception=True)
def prepare(request):
    form = PackForm(request.POST or None)
    if form.is_valid():
        pack = print_pack(form.cleaned_data["count"])
        name = f"outage-pack-{clock.today():%Y%m%d}.pdf"
        return HttpResponse(
            pack, "application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    return _show(request, form, VoidForm(auto_id="void_%s"))


@require_POST
@login_required
@permission_required(LATE, raise_exception=True)
def void(request):
    form = VoidForm(request.POST, auto_id="void_%s")
    if form.is_valid() and (count := _void(form, by=request.user)):
        told = ngettext("已作废 %d 张应急回执。", "已作废 %d 张应急回执。", count)
        messages.success(request, told % count)
        return redirect("window:outage")
    return _show(request, PackForm(), form)


def _void(form, *, by):
    """How many, or None where the form says why not."""
    said = form.cleaned_data
    try:
        return void_receipts(said["first"], said["last"] or said["first"], reason=said["reason"], by=by)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _show(request, form, void_form):
    receipts = EmergencyReceipt.objects.all()
    context = {
        "form": form,
        "void_form": void_form,
        "unused": receipts.unused().count(),
        "last": receipts.first(),
        "voided": receipts.taken_out()[:SHOWN],
    }
    return render(request, "window/outage.html", context)
