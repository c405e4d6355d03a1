"""A case is rated by the link of the SMS: no sign-in, nothing on the page but number and services."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.actors import APPLICANT
from applications.models import Application
from applications.querysets import OVER
from common.status import Refusal, WrongStatus
from oversight.links import is_expired, is_signed, last_day
from oversight.models import RatingChannel
from oversight.services import rate_case

from .case_ratings import list_answered
from .deadlines import day_text
from .rating_forms import RateForm


@never_cache
def rate_by_link(request, number, signature):
    application = get_rated(number, signature)
    first = application.ratings.first()
    facts = {"number": number, "until": day_text(last_day(application))}
    if first or is_expired(application):
        done = {"is_rated": first is not None, "rated_at": first and first.rated_at}
        done["rows"] = list_answered(application)
        return render(request, "rating/done.html", facts | done)
    form = RateForm(request.POST if request.method == "POST" else None, application=application)
    if form.is_valid() and _rate(request, application, form):
        return redirect(request.path)
    services = "、".join(row.label for row in application.requests.all())
    return render(request, "rating/rate.html", facts | {"form": form, "services": services})


def get_rated(number, signature):
    """The ended case the signature is of; anything else is as good as none."""
    cases = Application.objects.filter(status__in=OVER, erased_at=None, number=number)
    application = cases.first()
    if application is None or not is_signed(application, signature):
        raise Http404
    return application


def _rate(request, application, form):
    """Whether it is over; if not, the form says what to put right."""
    try:
        rate_case(application, channel=RatingChannel.LINK, by=APPLICANT, **form.cleaned_data)
    except WrongStatus as refusal:
        messages.info(request, str(refusal))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


urlpatterns = [path("rate/<slug:number>/<slug:signature>/", rate_by_link, name="rate")]
