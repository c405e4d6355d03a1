"""What is kept about an applicant: he sees it, takes it along, lets it be deleted, takes his consent back.

Agent and guest see and take along what they may see of the case; what cannot be undone is for the contact himself,
who has proved his telephone, or for the window after a look at his identity card.
"""

from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import APPLICANT
from accounts.phone_session import signed_in_phone
from accounts.redirects import with_next
from applications.expiring import DRAFT_DAYS, WARNING_DAYS
from applications.models import Status
from applications.querysets import OVER
from applications.services import delete_draft, erase_dispensable
from ningshe_portal.retention import CASES

from .access import Role, Viewer, known_visitors_only, see_case
from .case_forms import ConsentForm, withdraw_consent_from
from .drafts import owns_draft
from .own_export import export
from .own_facts import PAPERS, Person, load_kept
from .verbs import Verb, run_verb

VERBS = {
    "consent": Verb(
        title=gettext_lazy("撤回同意"),
        button=gettext_lazy("确认撤回同意"),
        fits=lambda application: application.consent_withdrawn_at is None,
        make_form=lambda application, *data: ConsentForm(*data, application=application),
        run=withdraw_consent_from,
        done=gettext_lazy("已撤回同意，相关单位会收到通知。"),
    ),
    "erase": Verb(
        title=gettext_lazy("删除个人信息"),
        button=gettext_lazy("确认删除"),
        fits=lambda application: application.status in OVER,
        run=erase_dispensable,
        done=gettext_lazy("可以删除的信息已删除。"),
    ),
}


def of_own_case(view):
    """Give the view the case, as whom it is looked at and who looks; only to an applicant."""

    @never_cache
    @known_visitors_only
    @wraps(view)
    def guarded(request, number, **kwargs):
        application, viewer = see_case(request, number)
        if not viewer.is_applicant:
            raise PermissionDenied
        return view(request, application, viewer, who_is(request), **kwargs)

    return guarded


def who_is(request):
    return Person(signed_in_phone(request) or "")


@require_safe
@of_own_case
def show_case_data(request, application, viewer, person):
    is_contact = person.is_contact_of(application)
    context = {
        "kept": load_kept(application, viewer, person),
        "is_contact": is_contact,
        "is_agent": person.is_agent_of(application),
        "verbs": [(name, verb) for name, verb in VERBS.items() if is_contact and verb.fits(application)],
        "is_over": application.status in OVER,
        "may_correct": application.status == Status.RETURNED,
        "case_keeps": CASES.keeps,
        "paper_keeps": PAPERS.keeps,
    }
    return render(request, "data/case.html", context)


@require_safe
@of_own_case
def export_case(request, application, viewer, person):
    return export([(application, viewer)], [], person)


@of_own_case
def act(request, application, viewer, person, *, name):
    """What cannot be undone: what it means is said first, then it is done."""
    verb = VERBS[name]
    if not person.is_contact_of(application):
        raise PermissionDenied
    form = verb.make_form(application, *([request.POST] if request.method == "POST" else []))
    run = partial(run_verb, request, verb, application, form, by=APPLICANT)
    if form.is_bound and run(is_offered=verb.fits(application)) is not None:
        return redirect("case_data", application.number)
    context = {"application": application, "verb": verb, "form": form, "is_over": application.status in OVER}
    return render(request, f"data/{name}.html", context | {"kept": load_kept(application, viewer, person)})


def of_own_phone(view):
    """Give the view who has proved his telephone."""

    @never_cache
    @wraps(view)
    def guarded(request, **kwargs):
        person = who_is(request)
        if not person.phone:
            return redirect(with_next("accounts:phone", request.path))
        return view(request, person, **kwargs)

    return guarded


@require_safe
@of_own_phone
def show_my_data(request, person):
    cases = person.cases().select_related("town")
    drafts = person.drafts().prefetch_related("materials").order_by("-saved_at")
    context = {
        "cases": [(case, person.is_contact_of(case)) for case in cases],
        "drafts": [(draft, _may_delete(request, draft, person)) for draft in drafts],
        "phone": person.phone,
        "draft_days": DRAFT_DAYS,
        "warning_days": WARNING_DAYS,
    }
    return render(request, "data/my.html", context)


@require_safe
@of_own_phone
def export_mine(request, person):
    viewer = Viewer(Role.APPLICANT)
    cases = [(case, viewer) for case in person.cases().select_related("town")]
    return export(cases, person.drafts(), person)


@require_POST
@of_own_phone
def delete_own_draft(request, person, token):
    draft = get_object_or_404(person.drafts(), token=token)
    if not _may_delete(request, draft, person):
        raise Http404
    delete_draft(draft)
    messages.success(request, _("草稿和附件已删除。"))
    return redirect("my_data")


def _may_delete(request, draft, person):
    """The contact, or who filled it in here; an agent's phone alone deletes nobody's work."""
    return person.is_contact_of(draft) or owns_draft(request, draft)


urlpatterns = [
    path("my/data/", show_my_data, name="my_data"),
    path("my/data/export/", export_mine, name="my_export"),
    path("my/data/drafts/<uuid:token>/delete/", delete_own_draft, name="delete_draft"),
    path("case/<slug:number>/data/", show_case_data, name="case_data"),
    path("case/<slug:number>/data/export/", export_case, name="case_export"),
    *(
        path(f"case/<slug:number>/data/{name}/", partial(act, name=name), name=f"case_data_{name}")
        for name in VERBS
    ),
]
