"""Private files, kept under ``MEDIA_ROOT`` by the hash of their content: never changed, never half there.

The same content is one file, whoever brought it; a column that names one is a ``StoredPathField`` or a
``StoredPathsField``, so that whoever deletes files (``unused_files``) can ask all of them.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import models

UNFINISHED = ".new-"


class StoredPathField(models.CharField):
    """The path of one stored file, '' for none."""

    def deconstruct(self):
        """For the database it is text like any other."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class StoredPathsField(models.JSONField):
    """A list of paths of stored files."""

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options


def store(content, folder, suffix):
    """Keep ``content`` and return ``(path, sha256)``; ``path`` is relative to ``MEDIA_ROOT``.

    A file that is there already is touched: nobody deletes it before the row that will name it is committed.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = Path(folder, sha256[:2], f"{sha256}{suffix}")
    target = full_path(path)
    try:
        os.utime(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(target, content)
    return path.as_posix(), sha256


def full_path(path):
    """Where a stored file lies on this machine."""
    return Path(settings.MEDIA_ROOT, path)


def _write(target, content):
    """Beside its place and then moved there in one step: a reader sees the whole file or none."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=UNFINISHED, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, target)
        except OSError:
            with suppress(FileNotFoundError):
                os.unlink(part.name)
            raise
    _sync_folder(target.parent)


def _sync_folder(folder):
    """The new name itself must survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
