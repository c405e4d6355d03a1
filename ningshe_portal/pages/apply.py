"""The combined form online: filled in, saved as it is filled, looked over, handed in."""

import json
from functools import wraps
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actors import APPLICANT
from accounts.redirects import with_next
from applications.forms import CombinedForm, DraftTooLong, form_rows, save_draft
from applications.models import Application, Channel, Status
from applications.needs import needs_of_form
from applications.services import submit_application
from common import clock
from common.status import WrongStatus
from ningshe_portal.pages.drafts import (
    disown_others,
    has_proved_phone,
    is_applicant_of,
    own_draft,
    owns_draft,
)
from ningshe_portal.pages.guide import rule_table
from ningshe_portal.pages.handed_in import handed_in
from ningshe_portal.pages.masks import mask_phones
from ningshe_portal.pages.materials import materials_context, take_away, take_files
from utilities.selectors import receivers_for

SHOWN = "shown_receivers"
BARE_POST = 2  # the token against forgery and the name of a button: nothing was typed beside the file


def editable(view):
    """Give the view the case of the token, perhaps new, if this visitor may still write on it."""

    @never_cache
    @wraps(view)
    def guarded(request, token):
        application = Application.objects.filter(token=token).first() or Application(token=token)
        if application.status == Status.DRAFT and application.channel == Channel.ONLINE:
            return view(request, application)
        if application.status == Status.RETURNED:
            if is_applicant_of(request, application):
                return view(request, application)
            return redirect(with_next("accounts:phone", request.path))
        if owns_draft(request, application):
            return redirect("apply:done", token)
        return redirect("track")

    return guarded


@require_GET
def start(request):
    return redirect("apply:form", uuid4())


@require_http_methods(["GET", "HEAD", "POST"])
@editable
def fill_in(request, application):
    """The form. Only a POST makes a row; without a word about what to do it hands in."""
    if request.method != "POST":
        return show_form(request, make_form(request, application))
    try:
        application = open_draft(request, application)
        problems = take_files(request, application)
        form = make_form(request, application, request.POST)
        save_draft(form)
        return ACTIONS.get(request.POST.get("action"), submit)(request, form, problems)
    except DraftTooLong as error:
        return HttpResponse(str(error), status=413, content_type="text/plain; charset=utf-8")
    except WrongStatus:
        return redirect("apply:form", application.token)


def make_form(request, application, data=None):
    """A case taken at the window keeps the window's rules when its correction is answered online."""
    return CombinedForm(
        data,
        application=application,
        channel=application.channel,
        dense=False,
        hides_phones=hides_phones(request, application),
    )


def hides_phones(request, application):
    """A case handed in may be corrected by whoever has its 查询码; he sees no phone that he has not typed."""
    return application.status == Status.RETURNED and not has_proved_phone(request, application)


def open_draft(request, application):
    """The row of the draft, made at its first save; two saves at once make one."""
    is_new = False
    if application.pk is None:
        application, is_new = Application.objects.get_or_create(token=application.token)
    if not is_new and not owns_draft(request, application):
        disown_others(application)
    own_draft(request, application)
    return application


def save(request, form, problems):
    if wants_part(request):
        context = {"saved_at": clock.now().astimezone(clock.LOCAL), "cards": form.cards}
        return render(request, "applications/_saved.html", context)
    tell_problems(request, problems)
    messages.success(
        request, _("已暂存。凭本页网址可以继续填写；填了联系电话的，也可以用手机登录后在“我的办件”中继续。")
    )
    return redirect("apply:form", form.application.token)


def review(request, form, problems):
    """The form in the shape of the paper, with the consent as it will be kept."""
    if not form.is_valid() or problems:
        return show_form(request, form, problems)
    application = Application.objects.get(pk=form.application.pk)
    form.fill(application)
    shown = mask_phones(application) if hides_phones(request, application) else application
    receivers = receivers_for(application.town, form.parts)
    context = {
        "form": form,
        "application": application,
        "blocks": form_rows(shown, form.build_requests(application)),
        "receivers": receivers,
        "shown": json.dumps(receivers),
        "needs": needs_of_form(form),
        "typed": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "form_url": reverse("apply:form", args=[application.token]),
        **materials_context(application),
    }
    return render(request, "apply/review.html", context)


def submit(request, form, problems):
    """Hand in what was shown; if the receivers have changed since, show them first."""
    if not form.is_valid() or problems:
        return show_form(request, form, problems)
    receivers = receivers_for(form.cleaned_data["town"], form.parts)
    if request.POST.get(SHOWN, json.dumps(receivers)) != json.dumps(receivers):
        messages.warning(request, _("接收信息的单位刚有调整，请重新核对后提交。"))
        return review(request, form, problems)
    application = hand_in(form, receivers=receivers, by=APPLICANT)
    own_draft(request, application)
    return redirect("apply:done", application.token)


ACTIONS = {"save": save, "review": review, "submit": submit}


@transaction.atomic
def hand_in(form, *, receivers, by):
    """Save a checked form and submit it, both or neither. Raises ``WrongStatus`` for the second of two."""
    application = form.save()
    submit_application(application, receivers=receivers, by=by)
    return application


def show_form(request, form, problems=()):
    """The page with the form; marks and receivers are those of what it shows, just typed or typed before."""
    application, judged = form.application, form.judged()
    context = {
        "form": form,
        "file_problems": problems,
        "application": application,
        "receivers": named_receivers(judged),
        "receivers_url": reverse("apply:receivers"),
        "needs": needs_of_form(judged),
        "needs_url": reverse("apply:needs", args=[application.token]),
        "rules": rule_table(),
        "correction": open_correction(application),
        "cards": judged.cards,
        **materials_context(application),
    }
    return render(request, "apply/form.html", context)


def open_correction(application):
    """What the window told to be missing and still waits for."""
    return application.corrections.of_intake().unanswered().last() if application.pk else None


@require_GET
def receivers(request):
    """The part of the consent that follows town and services while they are picked."""
    names = named_receivers(CombinedForm(request.GET))
    return render(request, "applications/_receivers.html", {"receivers": names})


def named_receivers(form):
    """Whom a bound form would go to, as far as town and services are picked."""
    form.full_clean()
    town = form.cleaned_data.get("town")
    return receivers_for(town, form.parts) if town else []


@require_POST
@editable
def list_needs(request, application):
    """The papers what is typed so far asks for; a part of the page that follows it live."""
    needs = needs_of_form(make_form(request, application, request.POST))
    return render(request, "applications/_needs.html", {"needs": needs})


@require_http_methods(["POST"])
@editable
def change_materials(request, application):
    """Add or take away files while the form is being filled; what was typed beside them is kept too."""
    try:
        application = open_draft(request, application)
        problems = take_files(request, application)
        take_away(request, application)
        if len(request.POST) > BARE_POST:
            save_draft(make_form(request, application, request.POST))
    except (DraftTooLong, WrongStatus) as error:
        problems = [str(error)]
    if wants_part(request):
        context = {**materials_context(application), "problems": problems}
        return render(request, "applications/_material_list.html", context)
    tell_problems(request, problems)
    return redirect(reverse("apply:form", args=[application.token]) + "#card-materials")


def wants_part(request):
    return request.headers.get("X-Requested-With") == "fetch"


def tell_problems(request, problems):
    for problem in problems:
        messages.error(request, problem)


app_name = "apply"
urlpatterns = [
    path("", start, name="start"),
    path("receivers/", receivers, name="receivers"),
    path("<uuid:token>/", fill_in, name="form"),
    path("<uuid:token>/materials/", change_materials, name="materials"),
    path("<uuid:token>/needs/", list_needs, name="needs"),
    path("<uuid:token>/done/", handed_in, name="done"),
]
