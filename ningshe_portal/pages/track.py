"""The way to a case: its number with the 查询码 of the receipt, or with a code sent to the phone of the case.

No answer tells whether a number exists or whose phone it has.
"""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.addresses import client_address
from accounts.attempts import TooManyAttempts, begin_attempt, forgive_attempt
from accounts.models import PhoneCode
from accounts.services import CodeRefused, check_phone_code, send_phone_code
from applications.models import Application
from common.codes import is_mobile
from outbox.bell import ring_on_commit

from .access import hold_case, release_cases
from .drafts import release_drafts
from .track_forms import NumberForm, PhoneCodeForm, QueryCodeForm

ASKED_KEY = "track_asked"


@never_cache
def track(request):
    """By the 查询码 printed on the receipt; the other way begins on the same page."""
    form = QueryCodeForm(request.POST or None)
    if form.is_valid() and _open(request, form, "code", _has_query_code):
        return redirect("case", form.cleaned_data["number"])
    return render(request, "track/track.html", {"form": form, "number_form": NumberForm(auto_id="phone_%s")})


@require_POST
def send_code(request):
    """Send a code to the phone of the case, if there is one; the answer is the same in any case."""
    form = NumberForm(request.POST, auto_id="phone_%s")
    if not form.is_valid():
        return render(request, "track/track.html", {"form": QueryCodeForm(), "number_form": form})
    number = form.cleaned_data["number"]
    phone = _phone_of(number)
    # A refusal would tell that the number exists; the code sent before is still good.
    with suppress(CodeRefused):
        if phone:
            message = send_phone_code(phone, purpose=PhoneCode.Purpose.TRACK, address=client_address(request))
            ring_on_commit([message])
    request.session[ASKED_KEY] = number
    return redirect("track_code")


@never_cache
def enter_code(request):
    """The code that was sent proves the phone."""
    number = request.session.get(ASKED_KEY)
    if number is None:
        return redirect("track")
    form = PhoneCodeForm(request.POST or None, number=number)
    if form.is_valid() and _open(request, form, "phone", _has_phone_code):
        request.session.pop(ASKED_KEY, None)
        return redirect("case", number)
    return render(request, "track/code.html", {"form": form, "number": number, "is_demo": settings.DEMO})


@require_POST
def leave(request):
    """Close the cases opened by a code or filled in here, at a computer that others use too."""
    release_cases(request)
    release_drafts(request)
    messages.success(request, _("已退出查询。"))
    return redirect("track")


def _open(request, form, way, is_right):
    """Open the case to this session, or say at the code why not; wrong tries are counted."""
    number = form.cleaned_data["number"]
    try:
        attempt = begin_attempt(f"track.{way}:{number}", client_address(request))
    except TooManyAttempts as refusal:
        form.add_error("code", str(refusal))
        return False
    application = _find(number)
    if application is None or not is_right(application, form.cleaned_data["code"]):
        form.add_error("code", form.WRONG)
        return False
    forgive_attempt(attempt)
    hold_case(request, application)
    messages.success(request, _("已为您打开办件。使用公用电脑的，看完请点“退出查询”。"))
    return True


def _find(number):
    return Application.objects.filter(number=number).first()


def _has_query_code(application, code):
    return application.has_query_code(code)


def _has_phone_code(application, code):
    phone = _mobile_of(application)
    try:
        check_phone_code(phone, code, purpose=PhoneCode.Purpose.TRACK)
    except CodeRefused:
        return False
    return True


def _phone_of(number):
    application = _find(number)
    return _mobile_of(application) if application else ""


def _mobile_of(application):
    """The contact's phone, or the agent's where the contact gave a landline."""
    phones = [application.contact_phone, application.agent_phone]
    return next((phone for phone in phones if is_mobile(phone)), "")


urlpatterns = [
    path("track/", track, name="track"),
    path("track/send/", send_code, name="track_send"),
    path("track/code/", enter_code, name="track_code"),
    path("track/leave/", leave, name="track_leave"),
]
