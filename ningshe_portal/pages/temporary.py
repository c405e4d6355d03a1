"""What an applicant wants to become of his temporary supply, after the case itself is done."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.actors import APPLICANT
from applications.models import Application, FollowUp, TemporaryWish
from applications.services import apply_for_permanent, ask_about_temporary

from .access import ask_for_phone, known_visitors_only, see_case
from .case_verbs.again import fill_in
from .temporary_forms import WishForm
from .verbs import Verb, plain, run_verb
from .window.parts import split_part


def ask(follow_up, *, wish, until, by):
    """A permanent supply needs a form of its own: the draft of it."""
    if wish == TemporaryWish.PERMANENT:
        return apply_for_permanent(follow_up, by=by)
    return ask_about_temporary(follow_up, wish=wish, until=until, by=by)


def go_on(request, outcome):
    return fill_in(request, outcome) if isinstance(outcome, Application) else ""


ASK = Verb(
    title=_("临时用水用电的后续安排"),
    hint=_("延期和拆除由承办单位与您联系办理；转为正式的，接着填写一份已带入您信息的新申请。"),
    button=_("提交"),
    fits=lambda follow_up: follow_up.ended_at is None,
    make_form=plain(WishForm),
    run=ask,
    done=_("已登记，承办单位已收到通知。"),
    lead_on=go_on,
)


def open_follow_up(application, part):
    """The temporary supply of one service of a case, while it is on; 404 else."""
    service, carrier = split_part(part)
    return get_object_or_404(
        FollowUp.objects.open().select_related("request__application"),
        request__application=application,
        request__service=service,
        request__carrier=carrier,
    )


@never_cache
@known_visitors_only
def ask_about(request, number, part):
    application, viewer = see_case(request, number)
    if not viewer.is_applicant:
        raise PermissionDenied
    follow_up = open_follow_up(application, part)
    form = ASK.make_form(follow_up, *((request.POST,) if request.method == "POST" else ()))
    if viewer.is_guest and form.is_valid() and form.cleaned_data["wish"] == TemporaryWish.PERMANENT:
        return ask_for_phone(request, application)
    onward = run_verb(request, ASK, follow_up, form, by=APPLICANT)
    if onward is not None:
        return redirect(onward or reverse("case", args=[number]))
    return render(request, "case/verb.html", {"application": application, "form": form, "verb": ASK})


urlpatterns = [path("case/<slug:number>/<slug:part>/temporary/", ask_about, name="case_temporary")]
