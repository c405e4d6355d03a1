"""The desk of the permits: of its department for an officer, of its own orders for a provider, all for the office."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.files import find_file
from approvals.models import Permit, PermitStatus
from common import clock
from common.desk import ReadOnlyAdmin
from district.services import load_calendar
from ningshe_portal.pages.permit_cards import build_card
from ningshe_portal.pages.verbs import settle

from .permit_verbs import PERMIT_VERBS, filing_order, list_verbs, may_have_fitted, rights_of
from .views import send_file

OPEN = (PermitStatus.PLANNED, PermitStatus.FILED, PermitStatus.ACCEPTED, PermitStatus.REFUSED)


class OpenFilter(admin.SimpleListFilter):
    """Without a choice what somebody still has to do."""

    title = _("状态")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [("all", _("全部")), *PermitStatus.choices]

    def queryset(self, request, queryset):
        if self.value() == "all" or (request.GET.get("q") and not self.value()):
            return queryset
        return queryset.filter(status__in=[self.value()] if self.value() else OPEN)

    def choices(self, changelist):
        everything, *others = super().choices(changelist)
        return [everything | {"display": _("在办")}, *others]


@admin.register(Permit)
class PermitAdmin(ReadOnlyAdmin):
    list_display = ["lamp", "permit_number", "type", "department", "address", "state", "due"]
    list_display_links = ["permit_number"]
    list_filter = [OpenFilter, "type"]
    list_select_related = ["application", "type", "department"]
    search_fields = ["number", "external_number", "application__address"]
    search_help_text = _("审批编号、政务一网通编号或地址")
    sortable_by = ["permit_number", "due"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("spans")

    def get_ordering(self, request):
        return [F("due_on").asc(nulls_last=True), "-pk"]

    def get_changelist_instance(self, request):
        """Each row learns how its term stands."""
        changelist = super().get_changelist_instance(request)
        calendar, today = load_calendar(), clock.today()
        changelist.title = self.opts.verbose_name_plural
        changelist.result_list = list(changelist.result_list)
        for permit in changelist.result_list:
            permit.card = build_card(permit, calendar, today)
        return changelist

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(partial(view, desk=self)), name=name)

        own = [
            at("<int:pk>/do/<slug:permit_verb>/", act, "approvals_permit_act"),
            at("<int:pk>/files/<slug:file>/", open_file, "approvals_permit_file"),
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return show(request, self.get_object(request, object_id), desk=self)

    @admin.display(description=_("状态灯"))
    def lamp(self, permit):
        deadline = permit.card.deadline
        if deadline is None or not deadline.lamp.icon:
            return "—"
        return render_to_string("components/lamp.html", {"colour": deadline.lamp, "word": deadline.lamp.word})

    @admin.display(description=_("审批编号"), ordering="number")
    def permit_number(self, permit):
        return permit.number

    @admin.display(description=_("工程地址"))
    def address(self, permit):
        return permit.application.address

    @admin.display(description=_("状态"))
    def state(self, permit):
        return permit.get_status_display()

    @admin.display(description=_("承诺办结"), ordering="due_on")
    def due(self, permit):
        if permit.card.deadline is None:
            return "—"
        return render_to_string("admin/utilities/workorder/_due.html", {"deadline": permit.card.deadline})


def show(request, permit, *, desk):
    """The page of one permit: why it is needed, where it stands, what can be done."""
    verbs = [
        {
            "title": verb.title,
            "url": verb_url(permit, name),
            "make_form": partial(verb.form, permit=permit),
            "is_seldom": verb.is_seldom,
        }
        for name, verb in list_verbs(request.user, permit)
    ]
    filer_name = permit.filer_name if request.user.has_perm("approvals.decide_permit") else ""
    return render(request, desk, "permit", permit, {"buttons": verbs, "filer_name": filer_name})


def act(request, pk, permit_verb, *, desk):
    """One verb: its short form, and what comes of it; what is no more possible leaves what was typed there."""
    permit = desk.get_object(request, str(pk))
    if permit_verb not in PERMIT_VERBS:
        raise Http404
    verb = PERMIT_VERBS[permit_verb]
    if not rights_of(request.user, permit) & set(verb.rights):
        raise PermissionDenied
    is_offered = verb.fits(permit)
    if not is_offered and not (request.method == "POST" and may_have_fitted(verb, permit)):
        messages.warning(request, _("这项手续的状态已变更，请核对后再操作。"))
        return back_to(permit)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = verb.form(*data, permit=permit)
    run = partial(verb.run, permit, by=request.user)
    if data and settle(request, form, run, done=verb.done, is_offered=is_offered) is not None:
        return go_on(request, permit) if verb.goes_on else back_to(permit)
    return render(request, desk, "verb", permit, {"form": form, "verb": verb})


def open_file(request, pk, file, *, desk):
    """The decision, a written notice, or a paper that came later."""
    permit = desk.get_object(request, str(pk))
    stored = permit and find_file(permit, file)
    if not stored:
        raise Http404
    return send_file(stored)


def verb_url(permit, name):
    return reverse("admin:approvals_permit_act", args=[permit.pk, name])


def back_to(permit):
    return redirect("admin:approvals_permit_change", permit.pk)


def go_on(request, permit):
    """To the order it is filed from; who has none stays."""
    order = filing_order(request.user, permit)
    return redirect("admin:utilities_workorder_change", order.pk) if order else back_to(permit)


def list_orders(user, permit):
    """Those of the user's that wait for it; else the one it is filed from."""
    orders = list(permit.orders.visible_to(user).select_related("request", "provider"))
    filing = None if orders else filing_order(user, permit)
    return orders or [filing] * bool(filing)


def render(request, desk, name, permit, context):
    page = desk.admin_site.each_context(request) | {
        "opts": desk.opts,
        "title": gettext("%s 审批手续") % permit.number,
        "permit": permit,
        "card": build_card(permit, load_calendar(), clock.today()),
        "orders": list_orders(request.user, permit),
        "again": permit.replaced_by,
    }
    return TemplateResponse(request, f"admin/approvals/permit/{name}.html", page | context)
