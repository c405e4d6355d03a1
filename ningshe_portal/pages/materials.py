"""The files of a case: taken with the form, listed, and handed out to those who may see the case."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import path, register_converter, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.addresses import client_address
from accounts.attempts import TooManyAttempts, count_upload
from accounts.phone_session import signed_in_phone
from applications.catalogue import MATERIAL_KINDS
from applications.models import Application, Material, Revealed, Status
from applications.services import remove_material
from applications.uploads import BadFile, add_material, open_material
from ningshe_portal.pages.access import ask_for_phone, materials_for, note_reveal, see_case

SHORT = 16


class DigestConverter:
    regex = f"[0-9a-f]{{{SHORT}}}"
    to_python = to_url = staticmethod(str)


register_converter(DigestConverter, "digest")


def take_files(request, application):
    """Keep every good file of the request at once; the sentences about the others."""
    problems = []
    for kind in MATERIAL_KINDS:
        for upload in request.FILES.getlist(f"material-{kind.code}"):
            try:
                if not signed_in_phone(request):
                    count_upload(client_address(request))
                add_material(application, kind.code, upload)
            except (BadFile, TooManyAttempts) as error:
                problems.append(_("“%(name)s”：%(text)s") % {"name": upload.name, "text": error})
    return problems


def take_away(request, application):
    """Remove the file whose button was pressed."""
    chosen = request.POST.get("remove", "")
    for material in application.materials.with_file().of_applicant():
        if material.sha256 == chosen:  # compared here: PostgreSQL would choke on a NUL
            remove_material(material)


def materials_context(application):
    """What the card of materials needs."""
    present = application.materials.with_file() if application.pk else Material.objects.none()
    materials = list(present)
    for material in materials:
        material.url = material_url(application, material)
    url = reverse("apply:materials", args=[application.token])
    return {"materials": materials, "material_kinds": MATERIAL_KINDS, "materials_url": url, "url": url}


def material_url(application, material):
    """By the number of the case; a draft has none, and its token is the key to it."""
    reference = application.number or application.token
    return reverse("material", args=[reference, material.sha256[:SHORT]])


@require_GET
@never_cache
def draft_material(request, token, digest):
    """A file of a draft: whoever has its link fills it in."""
    application = get_object_or_404(Application, token=token, status=Status.DRAFT, number=None)
    return hand_out(application.materials.with_file(), digest)


@require_GET
@never_cache
def material(request, number, digest):
    """A file of a case, for those who may see the case."""
    application, viewer = see_case(request, number)
    if viewer.is_guest:
        return ask_for_phone(request, application)
    answer = hand_out(materials_for(viewer, application), digest)
    note_reveal(request, application, viewer, Revealed.MATERIAL)
    return answer


def hand_out(materials, digest):
    """Always as a download that no browser opens as a page of this site."""
    found = materials.filter(sha256__startswith=digest).first()
    if found is None:
        raise Http404
    response = FileResponse(
        open_material(found), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


urlpatterns = [
    path("materials/<uuid:token>/<digest:digest>/", draft_material, name="material"),
    path("materials/<str:number>/<digest:digest>/", material, name="material"),
]
