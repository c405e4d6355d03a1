"""The second factor of staff: a code from an authenticator app (等保 2.0 level 3)."""

from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django_otp import login as otp_login

from accounts.forms import TokenForm
from accounts.redirects import desk_of, safe_next, with_next
from accounts.services import confirmed_device, unconfirmed_device, verify_device

WRONG_TOKEN = gettext_lazy(
    "动态验证码不正确或已使用过，请等下一组数字出现后再输入。连续输错，需要等待的时间会逐次加长。"
)


@never_cache
@login_required
def enrol(request):
    """Tie an authenticator to the account; only the first one, another needs a reset by the administrator."""
    if confirmed_device(request.user):
        return redirect(with_next("accounts:verify", safe_next(request, "")))
    device = unconfirmed_device(request.user)
    form = TokenForm(request.POST or None)
    if form.is_valid() and pass_second_factor(request, device, form):
        messages.success(request, _("动态验证码已绑定，以后每次登录都要输入。"))
        return redirect(safe_next(request, desk_of(request.user)))
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=2)
    context = {"form": form, "picture": picture, "key": readable_key(device)}
    return render(request, "accounts/enrol.html", context)


@login_required
def verify(request):
    device = confirmed_device(request.user)
    if device is None:
        return redirect(with_next("accounts:enrol", safe_next(request, "")))
    if request.user.is_verified():
        return redirect(safe_next(request, desk_of(request.user)))
    form = TokenForm(request.POST or None)
    if form.is_valid() and pass_second_factor(request, device, form):
        return redirect(safe_next(request, desk_of(request.user)))
    return render(request, "accounts/verify.html", {"form": form})


def pass_second_factor(request, device, form):
    """Mark the session as verified, or say at the field why not."""
    if not verify_device(device, form.cleaned_data["token"]):
        form.add_error("token", WRONG_TOKEN)
        return False
    device.confirmed = True
    otp_login(request, device)
    return True


def readable_key(device):
    """The secret in groups of four letters, for typing it in where no picture can be taken."""
    letters = b32encode(device.bin_key).decode()
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))
