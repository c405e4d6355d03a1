"""Stored files no row names any more: found, and deleted with their last use.

Two who brought the same content share one file. A row may be about to name a file (it is stored first, the row
committed after), so one touched within the last hour is left to the next time.
"""

import os
import re
import time
from contextlib import suppress
from functools import reduce
from itertools import islice
from operator import or_
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from .files import UNFINISHED, StoredPathField, StoredPathsField, full_path

GRACE_SECONDS = 3600  # longer than any request that stores files
LEAVING = ".leaving"
OURS = re.compile(rf"[0-9a-f]{{64}}(\.\w{{1,5}})?|{re.escape(UNFINISHED)}\w+")
AT_ONCE = 500


def remove_unused(paths, *, dry_run=False):
    """Delete those of ``paths`` that no row names and that nobody has just brought.

    Call it after the commit of whatever gave them up. Returns how many files and bytes that is.
    """
    paths = {path for path in paths if path and _is_old(full_path(path))}
    files = size = 0
    for path in paths - used_paths(paths):
        bytes_there = full_path(path).stat().st_size
        if dry_run or _remove(path):
            files, size = files + 1, size + bytes_there
    return files, size


def remove_after_commit(paths):
    """What a transaction gives up goes once it is committed."""
    paths = list(paths)
    transaction.on_commit(lambda: remove_unused(paths), robust=True)


def remove_all_unused(*, dry_run=False):
    """The same for everything below ``MEDIA_ROOT``, also what a crash left half written."""
    files = size = 0
    stored = _stored()
    while batch := list(islice(stored, AT_ONCE)):
        more_files, more_bytes = remove_unused(batch, dry_run=dry_run)
        files, size = files + more_files, size + more_bytes
    return files, size


def used_paths(paths):
    """Those of ``paths`` that a row of any app names."""
    used = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, StoredPathField):
                used |= _named(model, field.name, paths)
            elif isinstance(field, StoredPathsField):
                used |= _listed(model, field.name, paths)
    return used


def _named(model, name, paths):
    rows = model._base_manager.filter(**{f"{name}__in": list(paths)})
    return set(rows.values_list(name, flat=True))


def _listed(model, name, paths):
    """Few paths are looked for by the database; for many it is quicker to read all the lists."""
    rows = model._base_manager.exclude(**{name: []})
    if len(paths) <= 10 and paths:
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": path}) for path in paths)))
    return {path for listed in rows.values_list(name, flat=True).iterator() for path in listed} & set(paths)


def _remove(path):
    """Whether the file is gone.

    It is put aside first. Whoever stores the same content meanwhile either touched it before, which shows now,
    or does not find it and writes it anew.
    """
    target = full_path(path)
    aside = target.with_name(target.name + LEAVING)
    try:
        os.rename(target, aside)
    except FileNotFoundError:
        return False
    if _is_old(aside) and not used_paths({path}):
        aside.unlink()
        return True
    _put_back(aside)
    return False


def _put_back(aside):
    """Unless it has been written anew meanwhile."""
    with suppress(FileExistsError):
        os.link(aside, aside.with_name(aside.name.removesuffix(LEAVING)))
    aside.unlink()


def _is_old(file):
    try:
        return file.stat().st_mtime < time.time() - GRACE_SECONDS
    except FileNotFoundError:
        return False


def _stored():
    """Every file that was stored here; what a crash left put aside is put back first."""
    for folder, _folders, names in os.walk(settings.MEDIA_ROOT):
        for name in names:
            file = Path(folder, name)
            if name.endswith(LEAVING) and file.stat().st_ctime < time.time() - GRACE_SECONDS:
                _put_back(file)
            elif OURS.fullmatch(name):
                yield file.relative_to(settings.MEDIA_ROOT).as_posix()
