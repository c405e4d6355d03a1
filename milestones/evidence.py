"""Photos and papers that stand behind a report or a pause: judged by their content, kept as private files."""

from django.utils.translation import gettext as _

from applications.uploads import BadFile, inspect
from common.files import store

FOLDER = "evidence"
PICTURES = {".jpg", ".png"}


def keep_evidence(upload):
    """Keep a picture (drawn anew, without place and time) or a paper; its path. Raises ``BadFile``."""
    content, _type, ending = inspect(upload)
    return store(content, FOLDER, ending)[0]


def keep_photo(upload):
    """Keep a picture; its path. Raises ``BadFile``."""
    content, _type, ending = inspect(upload)
    if ending not in PICTURES:
        raise BadFile(_("请上传 JPG 或 PNG 照片。"))
    return store(content, FOLDER, ending)[0]
