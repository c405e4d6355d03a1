from django.urls import path

from . import views

app_name = "approvals"
urlpatterns = [path("onenet/<slug:code>/answers/", views.answer, name="answer")]
