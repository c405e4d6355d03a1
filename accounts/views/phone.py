"""Applicants come in with a code sent to their phone: one page asks for the number, the next for the code."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.addresses import client_address
from accounts.forms import PhoneCodeForm, PhoneForm
from accounts.models import PhoneCode
from accounts.phone_session import sign_in_phone, sign_out_phone, signed_in_phone
from accounts.redirects import safe_next, with_next
from accounts.services import CodeRefused, check_phone_code, send_phone_code
from outbox.bell import ring_on_commit

ASKED_KEY = "phone_asked"
MY_CASES = "/my/"


@never_cache
def ask_phone(request):
    """Step one: to which phone the code goes."""
    target = safe_next(request, "")
    if signed_in_phone(request):
        return redirect(target or MY_CASES)
    form = PhoneForm(request.POST or None, initial={"phone": request.session.get(ASKED_KEY, "")})
    if form.is_valid() and send_code(request, form):
        return redirect(with_next("accounts:phone_code", target))
    return render(request, "accounts/phone.html", {"form": form, "next": target})


def send_code(request, form):
    """Send the code and remember the phone for step two, or say at the field why not."""
    phone = form.cleaned_data["phone"]
    try:
        message = send_phone_code(phone, purpose=PhoneCode.Purpose.SIGN_IN, address=client_address(request))
    except CodeRefused as refusal:
        form.add_error("phone", str(refusal))
        return False
    ring_on_commit([message])
    request.session[ASKED_KEY] = phone
    return True


@never_cache
def enter_code(request):
    """Step two: the code proves the phone."""
    phone, target = request.session.get(ASKED_KEY), safe_next(request, "")
    if phone is None:
        return redirect(with_next("accounts:phone", target))
    form = PhoneCodeForm(request.POST or None)
    if form.is_valid() and prove_phone(request, phone, form):
        return redirect(target or MY_CASES)
    context = {"form": form, "phone": phone, "next": target, "is_demo": settings.DEMO}
    return render(request, "accounts/phone_code.html", context)


def prove_phone(request, phone, form):
    """Sign the phone in, or say at the field why the code does not count."""
    try:
        check_phone_code(phone, form.cleaned_data["code"], purpose=PhoneCode.Purpose.SIGN_IN)
    except CodeRefused as refusal:
        form.add_error("code", str(refusal))
        return False
    sign_in_phone(request, phone)
    request.session.pop(ASKED_KEY, None)
    return True


@require_POST
def send_again(request):
    """The same code page, after one more message to the phone asked before."""
    form = PhoneForm({"phone": request.session.get(ASKED_KEY, "")})
    target = safe_next(request, "")
    if not form.is_valid():
        return redirect(with_next("accounts:phone", target))
    if send_code(request, form):
        messages.success(request, _("新的验证码已发送，请以最近收到的一条短信为准。"))
    for error in form.errors.get("phone", []):
        messages.warning(request, error)
    return redirect(with_next("accounts:phone_code", target))


@require_POST
def sign_out(request):
    sign_out_phone(request)
    messages.success(request, _("您已退出登录。"))
    return redirect("/")
