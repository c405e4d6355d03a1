"""Staff come in by name and password; there is one door, also for the admin."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import OwnPasswordForm, SignInForm
from accounts.phone_session import sign_out_phone
from accounts.redirects import desk_of, safe_next
from accounts.services import set_own_password


class SignIn(LoginView):
    """Axes counts the wrong passwords and answers with ``accounts/locked.html`` after the fifth."""

    form_class = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self):
        return desk_of(self.request.user)

    def form_valid(self, form):
        sign_out_phone(self.request)
        return super().form_valid(form)


@sensitive_post_parameters()
@login_required
def change_password(request):
    form = OwnPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        set_own_password(request.user, form.cleaned_data["new_password1"], by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码已修改，下次请用新密码登录。"))
        return redirect(safe_next(request, desk_of(request.user)))
    return render(request, "accounts/password.html", {"form": form})
