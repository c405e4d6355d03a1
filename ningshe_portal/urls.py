"""The addresses of the portal; they are promises, see the contract."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("ningshe_portal.pages.home")),
    path("apply/", include("ningshe_portal.pages.apply")),
    path("", include("ningshe_portal.pages.materials")),
    path("", include("accounts.urls")),
    path("", include("ningshe_portal.pages.preferences")),
    path("", include("ningshe_portal.pages.session")),
    path("", include("ningshe_portal.pages.health")),
    path("", include("ningshe_portal.pages.oversight")),
    path("", include("ningshe_portal.pages.complaints")),
    path("", include("ningshe_portal.pages.duty_list")),
    path("", include("ningshe_portal.pages.duty_page")),
    path("", include("ningshe_portal.pages.group")),
    path("", include("ningshe_portal.pages.oversight_ratings")),
    path("", include("ningshe_portal.pages.oversight_pauses")),
    path("", include("ningshe_portal.pages.oversight_providers")),
    path("", include("ningshe_portal.pages.oversight_acceptances")),
    path("", include("ningshe_portal.pages.papers")),
    path("", include("ningshe_portal.pages.case_file")),
    path("", include("ningshe_portal.pages.rating")),
    path("", include("ningshe_portal.pages.temporary")),
    path("", include("ningshe_portal.pages.case_pauses")),
    path("", include("ningshe_portal.pages.case_drawings")),
    path("", include("ningshe_portal.pages.case_permit_files")),
    path("", include("ningshe_portal.pages.track")),
    path("", include("ningshe_portal.pages.my")),
    path("", include("ningshe_portal.pages.own_data")),
    path("", include("ningshe_portal.pages.privacy")),
    path("window/", include("ningshe_portal.pages.window.urls")),
    path("api/v1/", include("ningshe_portal.api.urls")),
    path("", include("approvals.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "ningshe_portal.pages.errors.bad_request"
handler500 = "ningshe_portal.pages.errors.server_error"
