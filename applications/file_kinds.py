"""Kinds of files by their first bytes, and why one is not taken where others are asked for.

Pure: knows neither rows nor forms.
"""

import re

from django.utils.translation import gettext as _

PICTURES = ("JPG", "PNG")
PAPERS = ("PDF", *PICTURES, "OFD")
EVERYTHING = (*PAPERS, "DWG")
BEGINNINGS = {
    "JPG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "PDF": re.compile(rb"%PDF-"),
    "OFD": re.compile(rb"PK\x03\x04"),  # as any archive
    "DWG": re.compile(rb"AC10[0-9]{2}\x00"),
}
# What a phone of Apple keeps its photos in, unless it is told otherwise.
HEIC = re.compile(rb".{4}ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
NAMED_PICTURE = re.compile(r"\.(jpe?g|png)$", re.IGNORECASE)
ENDINGS = {
    "JPG": "image/jpeg",
    "PNG": "image/png",
    "PDF": "application/pdf",
    "OFD": ".ofd",
    "DWG": ".dwg",
}


def kind_of(content):
    """By its first bytes; '' for none of these."""
    return next((kind for kind, begins in BEGINNINGS.items() if begins.match(content)), "")


def accept(takes):
    """What a browser offers to choose; a phone of Apple then hands its photos over as JPG."""
    return ",".join(ENDINGS[kind] for kind in takes)


def why_not(content, name, takes):
    """In one sentence, with what is taken here."""
    kind, wanted = kind_of(content), name_kinds(takes)
    if HEIC.match(content):
        return (
            _(
                "手机拍的 HEIC 照片打不开，请上传 %s。苹果手机在“设置”的“相机—格式”中选“兼容性最佳”后重拍即可。"
            )
            % wanted
        )
    if kind == "OFD":
        return _("不接收压缩包，请直接上传 %s。") % wanted
    if not kind and NAMED_PICTURE.search(str(name)):
        return broken_picture()
    return _("无法识别的文件。请上传 %s。") % wanted if not kind else _("请上传 %s。") % wanted


def broken_picture():
    return _("图片已损坏或尺寸异常，请重新拍照或另存后上传。")


def name_kinds(takes):
    """JPG 或 PNG 照片; with papers among them 文件."""
    *others, last = takes
    noun = _("照片") if set(takes) <= set(PICTURES) else _("文件")
    return _("%(others)s 或 %(last)s %(noun)s") % {"others": "、".join(others), "last": last, "noun": noun}
