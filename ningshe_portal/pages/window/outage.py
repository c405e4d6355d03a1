"""Ready for the next power cut: print the outage pack while there is power."""

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from applications.models import Paper
from applications.outage_pack import print_pack
from common import clock

from .receive_forms import PackForm
from .receiving import LATE


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
    receipts = Paper.objects.emergency().order_by("-serial")
    context = {"form": form, "unused": receipts.unused().count(), "last": receipts.first()}
    return render(request, "window/outage.html", context)
