"""The pages of a work order beside its list; ``desk``, the admin class, fetches only what one may see."""

from functools import partial

import filetype
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from common.files import full_path
from milestones.models import MilestoneStatus, Report, Span
from ningshe_portal.api.stage_verbs import STAGE_VERBS
from ningshe_portal.pages.conversation import is_looked_at
from ningshe_portal.pages.verbs import settle

from .opening import open_order, read_messages
from .order_page import load_page
from .people import leave
from .verbs import VERBS

PICTURES = {"image/jpeg", "image/png"}
FILE_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def urls(desk):
    """The addresses of this module, below the list of work orders."""

    def at(route, view, name):
        guarded = desk.admin_site.admin_view(partial(view, desk=desk))
        return path(route, guarded, name=f"utilities_workorder_{name}")

    return [
        at("leave/", leave, "leave"),
        at("<int:pk>/do/<slug:name>/", act, "act"),
        at("<int:pk>/do/<slug:name>/<slug:stage>/", act, "act_on_stage"),
        at("<int:pk>/photo/<int:report>/<int:place>/", photo, "photo"),
        at("<int:pk>/trench/<int:party>/photo/<int:place>/", trench_photo, "trench_photo"),
        at("<int:pk>/evidence/<int:span>/", evidence, "evidence"),
    ]


def show(request, pk, *, desk):
    """The page of an order. Staff of its provider have read it by opening it."""
    order = desk.get_object(request, pk)
    shows_phone = open_order(order, by=request.user)
    page = load_page(order, request.user, shows_phone=shows_phone)
    if is_looked_at(request):
        read_messages(order, page["conversation"], by=request.user)
    return render(request, desk, "order", order, page)


def act(request, pk, name, stage="", *, desk):
    """One verb: its short form, and what comes of it.

    Where it was offered when the form was opened and is no more, the form stays with what was typed.
    """
    order = desk.get_object(request, str(pk))
    verb, milestone = get_verb(name), get_milestone(order, stage)
    if not request.user.has_perm(verb.permission):
        raise PermissionDenied
    is_offered = fits_now(verb, order, milestone, stage)
    if not is_offered and not (request.method == "POST" and may_have_fitted(verb, milestone, stage)):
        messages.warning(request, _("该工单的状态已变更，请核对后再操作。"))
        return back_to(order)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = verb.make_form(order, milestone, request.user, *data)
    run = partial(verb.run, order, milestone, by=request.user)
    if data and settle(request, form, run, done=verb.done, is_offered=is_offered) is not None:
        return back_to(order)
    return render(
        request, desk, "verb", order, {"order": order, "form": form, "verb": verb, "stage": milestone}
    )


def get_verb(name):
    if name not in VERBS:
        raise Http404
    return VERBS[name]


def get_milestone(order, stage):
    """The stage the page was made for, over by now or not; without one that which runs. None for none."""
    running = order.running[0] if order.running else None
    is_other = stage and (running is None or running.stage != stage)
    milestone = order.milestones.filter(stage=stage).first() if is_other else running
    if milestone:
        milestone.order = order
    return milestone


def fits_now(verb, order, milestone, stage):
    is_on = milestone is None or milestone.status == MilestoneStatus.RUNNING
    return is_on and verb.is_of_stage == bool(stage) and verb.fits(order, milestone)


def may_have_fitted(verb, milestone, stage):
    """Whether there can have been a form for it."""
    if not verb.is_of_stage:
        return not stage
    return milestone is not None and milestone.opened_at is not None and stage in STAGE_VERBS


def photo(request, pk, report, place, *, desk):
    order = desk.get_object(request, str(pk))
    return send_photo(Report.objects.filter(pk=report, milestone__order=order).first(), place)


def trench_photo(request, pk, party, place, *, desk):
    """As soon as it was given, before the stage is reported."""
    order = desk.get_object(request, str(pk))
    return send_photo(order.dig_parties.filter(pk=party).first() if order else None, place)


def send_photo(found, place):
    """One of its ``photos``."""
    if found is None or place >= len(found.photos):
        raise Http404
    return send_file(found.photos[place])


def evidence(request, pk, span, *, desk):
    order = desk.get_object(request, str(pk))
    found = Span.objects.filter(pk=span, milestone__order=order).exclude(evidence="").first()
    if found is None:
        raise Http404
    return send_file(found.evidence)


def send_file(stored):
    """A private file, as it was kept; a browser shows pictures, saves papers and runs nothing."""
    target = full_path(stored)
    if not target.is_file():
        raise Http404
    kind = filetype.guess_mime(target) or "application/octet-stream"
    return FileResponse(
        target.open("rb"),
        as_attachment=kind not in PICTURES,
        filename=target.name,
        content_type=kind,
        headers=FILE_HEADERS,
    )


def back_to(order):
    return redirect("admin:utilities_workorder_change", order.pk)


def render(request, desk, name, order, context):
    page = desk.admin_site.each_context(request) | {"opts": desk.opts, "title": order.number} | context
    return TemplateResponse(request, f"admin/utilities/workorder/{name}.html", page)
