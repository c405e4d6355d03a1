"""Files are judged by their content, whatever their name says; images are drawn anew."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from applications import uploads
from applications.uploads import BadFile, add_material, open_material
from common import files

from .factories import DraftFactory

pytestmark = pytest.mark.django_db

UNKNOWN = "无法识别的文件。请上传 PDF、JPG、PNG、OFD 或 DWG 文件。"
BROKEN = "图片已损坏或尺寸异常，请重新拍照或另存后上传。"
HTML = b"<html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def image(kind="JPEG", size=(8, 4), mode="RGB", **options):
    drawn = BytesIO()
    Image.new(mode, size, 200).save(drawn, kind, **options)
    return drawn.getvalue()


def archive(names=("OFD.xml",), content=b"<ofd/>"):
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in names:
            target.writestr(name, content)
    return packed.getvalue()


def bomb_png(side=60_000):
    """A PNG of a few bytes that claims to be huge."""
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b"\0")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


def add(content, name="材料.pdf", kind="identity", application=None):
    return add_material(application or DraftFactory(), kind, SimpleUploadedFile(name, content))


GOOD = [
    ("PDF", PDF, "application/pdf", ".pdf"),
    ("JPEG", image(), "image/jpeg", ".jpg"),
    ("PNG", image("PNG"), "image/png", ".png"),
    ("grey PNG with transparency", image("PNG", mode="LA"), "image/png", ".png"),
    ("JPEG for print", image(mode="CMYK"), "image/jpeg", ".jpg"),
    ("OFD", archive(("OFD.xml", "Doc_0/Document.xml")), "application/ofd", ".ofd"),
    ("DWG", b"AC1027\x00\x00drawing", "image/vnd.dwg", ".dwg"),
]


@pytest.mark.parametrize(
    ("content", "content_type", "ending"), [g[1:] for g in GOOD], ids=[g[0] for g in GOOD]
)
def test_a_file_is_taken_for_what_it_is(content, content_type, ending):
    material = add(content, name="../../etc/执照.EXE")

    assert (material.content_type, material.name) == (content_type, f"执照{ending}")
    assert material.path == f"{material.sha256[:2]}/{material.sha256}"
    with open_material(material) as file:
        assert len(file.read()) == material.size


BAD = [
    ("empty", b"", "文件是空的，请重新选择。"),
    ("page named .pdf", HTML, UNKNOWN),
    ("program", b"MZ\x90\x00", UNKNOWN),
    ("GIF", b"GIF89a" + b"\x00" * 30, UNKNOWN),
    ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
    ("half a PDF", b"%PDF-1.7\n1 0 obj", "PDF 文件不完整，请重新导出后上传。"),
    ("page with a PDF behind it", HTML + PDF, UNKNOWN),
    ("JPEG by its first bytes only", b"\xff\xd8\xff" + HTML, BROKEN),
    ("half a JPEG", image(size=(200, 200))[:300], BROKEN),
    ("PNG that claims to be huge", bomb_png(), BROKEN),
    ("PNG beyond the bound", bomb_png(8_000), "图片尺寸过大，请缩小到 5000 万像素以内再上传。"),
    ("ZIP", archive(("a.txt",)), "不接收压缩包，请直接上传 PDF、JPG、PNG、OFD 或 DWG 文件。"),
    ("OFD in a folder", archive(("x/OFD.xml",)), "不接收压缩包，请直接上传 PDF、JPG、PNG、OFD 或 DWG 文件。"),
    ("broken ZIP", archive()[:40], "文件已损坏，请重新导出后上传。"),
    ("DWG of no version", b"AC10xx\x00", UNKNOWN),
]


@pytest.mark.parametrize(("content", "text"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_anything_else_is_refused_with_a_sentence(content, text):
    application = DraftFactory()

    with pytest.raises(BadFile) as refusal:
        add(content, application=application)

    assert str(refusal.value) == text
    assert not application.materials.exists()


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNZIPPED", 1_000_000)

    with pytest.raises(BadFile, match="文件内容异常"):
        add(archive(content=b"\x00" * 2_000_000))


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)

    with pytest.raises(BadFile, match="文件超过 20 MB"):
        add(PDF)


def test_a_photo_keeps_its_direction_and_loses_what_the_camera_noted():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SECRET CAMERA"
    material = add(image(size=(8, 4), exif=exif.tobytes()))

    with open_material(material) as file:
        stored = file.read()

    assert b"SECRET" not in stored
    assert Image.open(BytesIO(stored)).size == (4, 8)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_picture_is_gone(kind):
    material = add(image(kind) + HTML + archive())

    with open_material(material) as file:
        stored = file.read()
    assert (b"script" in stored, b"OFD.xml" in stored) == (False, False)


def test_the_same_content_twice_is_one_row_and_one_file(settings):
    application = DraftFactory()

    first, second = add(PDF, application=application), add(PDF, name="又一次.pdf", application=application)

    assert first == second
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 1
    assert application.events.filter(verb="material.added").count() == 1


def test_no_more_than_thirty_files_are_taken(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_FILES", 1)
    application = DraftFactory()
    add(PDF, application=application)

    with pytest.raises(BadFile, match="最多上传 1 个文件"):
        add(image(), application=application)


def test_a_failed_write_leaves_nothing_behind(settings, monkeypatch):
    def no_room(source, target):
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "replace", no_room)
    application = DraftFactory()

    with pytest.raises(OSError, match="disk full"):
        add(PDF, application=application)

    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert not application.materials.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\照片\\执照.jpg", "执照.pdf"),
        ("a\u202egnp.exe", "agnp.pdf"),
        ("...", "材料.pdf"),
        ("", "材料.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("图\r\n纸.pdf", "图纸.pdf"),
    ],
)
def test_a_name_is_shown_as_plain_text(name, kept):
    assert uploads.clean_name(name, ".pdf") == kept
