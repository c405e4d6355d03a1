"""The files of a multipart call: judged by their content and kept before any transaction begins."""

import hashlib
from dataclasses import dataclass

from applications.uploads import BadFile, clean_name, inspect
from common.files import store

FOLDER = "orders"


@dataclass(frozen=True)
class Part:
    """One file of the form, by the hash of what was sent; ``fault`` is a sentence where it cannot be taken."""

    field: str
    sha256: str
    name: str = ""
    path: str = ""
    content_type: str = ""
    size: int = 0
    fault: str = ""


def read_parts(request):
    """Read the form once, onto ``request.parts``: files as they are kept, texts by their hash."""
    texts = [
        Part(field, hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest())
        for field, values in request.POST.lists()
        for value in values
    ]
    files = [_keep(field, upload) for field, uploads in request.FILES.lists() for upload in uploads]
    request.parts = sorted(texts, key=lambda part: part.field) + files


def _keep(field, upload):
    """Kept under the hash of its content, a file harms nobody where the call is refused after all."""
    sha256 = _hash(upload)
    try:
        content, content_type, ending = inspect(upload)
    except BadFile as error:
        return Part(field, sha256, name=upload.name, fault=str(error))
    path, _kept = store(content, FOLDER, ending)
    return Part(field, sha256, clean_name(upload.name, ending), path, content_type, len(content))


def _hash(upload):
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    upload.seek(0)
    return total.hexdigest()
