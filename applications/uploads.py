"""Files the applicant attaches: judged by their content, images drawn anew, stored once under their hash."""

import re
import unicodedata
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from accounts.actors import APPLICANT, Actor
from common.files import full_path, store
from common.status import Refusal

from .file_kinds import EVERYTHING, broken_picture, kind_of, why_not
from .models import Correction
from .services import answer_request, bring, lock

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 30
MAX_POST_BYTES = 200 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_ZIP_ENTRIES, MAX_UNZIPPED = 5_000, 500 * 1024 * 1024
NAME_LENGTH = 120
BROKEN_IMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
BROKEN_ZIP = (BadZipFile, OSError, ValueError, RuntimeError, EOFError)


class BadFile(Refusal):
    """A file that cannot be taken."""


class BoundedUploads(FileUploadHandler):
    """Refuses a request with more files than any case has before they are written to disk."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > MAX_POST_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes of files in one request")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def add_material(application, kind, upload, *, by=APPLICANT, **facts):
    """Take one file, whatever its name says it is; the same content again is the same row.

    ``facts``: what the clerk notes of the paper, what it answers. Raises ``BadFile``.
    """
    if not isinstance(by, Actor):
        facts = {"taken_by": by} | facts
    content, content_type, ending = inspect(upload)
    path, digest = store(content, "", "")
    with transaction.atomic():
        application = lock(application)
        present = application.materials.with_file()
        if same := present.filter(kind=kind, sha256=digest).first():
            return _note_more(same, facts)
        if present.count() >= MAX_FILES:
            raise BadFile(_("最多上传 %d 个文件，请合并或先移除不需要的。") % MAX_FILES)
        return bring(
            application,
            kind,
            by=by,
            verb="material.added",
            name=clean_name(upload.name, ending),
            path=path,
            sha256=digest,
            content_type=content_type,
            size=len(content),
            **facts,
        )


@transaction.atomic
def bring_awaited(target, files, *, by=APPLICANT):
    """Files for a promise (``Material``), or for what a provider asked for (``Correction``), which is met by them.

    Raises ``BadFile``, ``WrongStatus``.
    """
    is_asked = isinstance(target, Correction)
    facts = {"answers": target} if is_asked else {}
    for file in files:
        add_material(target.application, target.kind or "other", file, by=by, **facts)
    if is_asked:
        answer_request(target, by=by)


def _note_more(material, facts):
    for name, value in facts.items():
        setattr(material, name, value)
    material.save()
    return material


def inspect(upload, takes=EVERYTHING):
    """The content to store, its type and the ending its name gets; ``takes``: the kinds asked for here.

    Raises ``BadFile``, which names these.
    """
    if upload.size > MAX_BYTES:
        raise BadFile(_("文件超过 20 MB，请压缩或分成几个后再上传。"))
    content = upload.read()
    if not content:
        raise BadFile(_("文件是空的，请重新选择。"))
    kind = kind_of(content)
    taken = TAKE[kind](content) if kind in takes else None
    if taken is None:
        raise BadFile(why_not(content, upload.name, takes))
    return taken


def _take_image(content):
    """Drawn anew, upright, without what the camera noted (place, time) or what hides behind the picture."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadFile(_("图片尺寸过大，请缩小到 5000 万像素以内再上传。"))
            kind = image.format
            upright = ImageOps.exif_transpose(image)
            upright = upright.convert(_mode(kind, upright))
    except BROKEN_IMAGE as error:
        raise BadFile(broken_picture()) from error
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    drawn = BytesIO()
    clean.save(drawn, kind, **({"quality": 90} if kind == "JPEG" else {}))
    return drawn.getvalue(), f"image/{kind.lower()}", {"JPEG": ".jpg", "PNG": ".png"}[kind]


def _mode(kind, image):
    """The colours its format can hold, with transparency only where there is some."""
    if image.mode in {"L", "1"}:
        return "L"
    return "RGBA" if kind == "PNG" and image.has_transparency_data else "RGB"


def _take_pdf(content):
    if b"%%EOF" not in content[-2048:]:
        raise BadFile(_("PDF 文件不完整，请重新导出后上传。"))
    return content, "application/pdf", ".pdf"


def _take_ofd(content):
    """A ZIP with ``OFD.xml`` at its root (GB/T 33190), None for any other; only its list of contents is read."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except BROKEN_ZIP as error:
        raise BadFile(_("文件已损坏，请重新导出后上传。")) from error
    if "OFD.xml" not in {entry.filename for entry in entries}:
        return None
    if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        raise BadFile(_("文件内容异常，请重新导出后上传。"))
    return content, "application/ofd", ".ofd"


def _take_dwg(content):
    return content, "image/vnd.dwg", ".dwg"


CONTENT_TYPES = ("application/pdf", "image/jpeg", "image/png", "application/ofd", "image/vnd.dwg")
TAKE = {"JPG": _take_image, "PNG": _take_image, "PDF": _take_pdf, "OFD": _take_ofd, "DWG": _take_dwg}


def clean_name(name, ending):
    """The last part of the name, shown characters only, with the ending of its true kind."""
    base = PurePosixPath(str(name).replace("\\", "/")).name
    shown = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C").strip()
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", shown)[:NAME_LENGTH].strip(" .")
    return f"{stem or _('材料')}{ending}"


def open_material(material):
    """The stored file, opened for reading."""
    return full_path(material.path).open("rb")
