"""Private files, kept under ``MEDIA_ROOT`` by the hash of their content: never changed, never half there."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def store(content, folder, suffix):
    """Keep ``content`` and return ``(path, sha256)``; ``path`` is relative to ``MEDIA_ROOT``.

    Written beside its place and then moved there in one step: a reader sees the whole file or none.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = Path(folder, sha256[:2], f"{sha256}{suffix}")
    target = full_path(path)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    return path.as_posix(), sha256


def full_path(path):
    """Where a stored file lies on this machine."""
    return Path(settings.MEDIA_ROOT, path)


def _write(target, content):
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, target)
