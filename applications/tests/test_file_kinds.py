"""A file of a wrong kind is answered with what is taken in that very place."""

import pytest

from applications.file_kinds import EVERYTHING, PAPERS, PICTURES, kind_of, why_not

HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\xff\xd8\xff\xe0", "JPG"), (b"%PDF-1.7", "PDF"), (b"AC1027\x00", "DWG"), (HEIC, ""), (b"MZ", "")],
    ids=["photo", "paper", "drawing", "photo of a phone of Apple", "program"],
)
def test_a_kind_is_known_by_the_first_bytes(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("takes", "wanted"),
    [
        (PICTURES, "JPG 或 PNG 照片"),
        (PAPERS, "PDF、JPG、PNG 或 OFD 文件"),
        (EVERYTHING, "PDF、JPG、PNG、OFD 或 DWG 文件"),
    ],
    ids=["photo", "paper", "anything"],
)
def test_what_nobody_knows_is_answered_with_what_is_taken_here(takes, wanted):
    assert why_not(b"MZ\x90\x00", "a.exe", takes) == f"无法识别的文件。请上传 {wanted}。"
    assert why_not(b"PK\x03\x04", "a.zip", takes) == f"不接收压缩包，请直接上传 {wanted}。"


def test_a_paper_in_place_of_a_photo_is_known_for_what_it_is():
    assert why_not(b"%PDF-1.7", "a.pdf", PICTURES) == "请上传 JPG 或 PNG 照片。"


def test_a_photo_a_phone_of_apple_keeps_its_own_way_is_told_how_to_be_sent():
    said = why_not(HEIC, "IMG_0001.HEIC", PICTURES)

    assert said.startswith("手机拍的 HEIC 照片打不开，请上传 JPG 或 PNG 照片。")
    assert why_not(HEIC, "IMG_0001.jpg", PICTURES) == said


@pytest.mark.parametrize("name", ["site.jpg", "IMG.JPEG", "图.png"])
def test_what_is_named_a_picture_and_is_none_is_broken(name):
    assert why_not(b"\x00" * 30, name, PICTURES) == "图片已损坏或尺寸异常，请重新拍照或另存后上传。"
