"""Pages for when something is wrong; the shell without session or user, for those may be what is broken."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from ningshe_portal.context import public_shell


def bad_request(request, exception):
    return plain_page(request, "400.html", status=400)


def server_error(request):
    return plain_page(request, "500.html", status=500)


def plain_page(request, template, status):
    return HttpResponse(render_to_string(template, public_shell(request)), status=status)
