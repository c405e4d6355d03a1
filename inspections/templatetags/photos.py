"""Photos from the private files, small enough for a paper."""

import base64
from io import BytesIO

from django import template
from PIL import Image

from applications.uploads import BROKEN_IMAGE
from common.files import full_path

register = template.Library()
MOST_PIXELS = (640, 640)  # 300 dots an inch where it is printed 52 mm wide


@register.filter
def printed(path):
    """A stored photo as the address of a small one; '' where the file is gone or no picture: the paper goes on."""
    try:
        return f"data:image/jpeg;base64,{base64.b64encode(_shrink(full_path(path))).decode()}"
    except BROKEN_IMAGE:
        return ""


def _shrink(file):
    with Image.open(file, formats=("JPEG", "PNG")) as photo:
        photo.draft("RGB", MOST_PIXELS)
        small = photo.convert("RGB")
    small.thumbnail(MOST_PIXELS)
    content = BytesIO()
    small.save(content, "JPEG", quality=75)
    return content.getvalue()
