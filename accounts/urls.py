from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views import phone, second_factor, staff

app_name = "accounts"
urlpatterns = [
    path("login/", staff.SignIn.as_view(), name="login"),
    path("login/password/", staff.change_password, name="password"),
    path("login/enrol/", second_factor.enrol, name="enrol"),
    path("login/verify/", second_factor.verify, name="verify"),
    path("login/phone/", phone.ask_phone, name="phone"),
    path("login/phone/code/", phone.enter_code, name="phone_code"),
    path("login/phone/again/", phone.send_again, name="phone_again"),
    path("logout/", LogoutView.as_view(next_page="/"), name="logout"),
    path("logout/phone/", phone.sign_out, name="phone_logout"),
]
