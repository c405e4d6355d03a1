import os
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from applications.models import Material
from applications.tests.factories import ApplicationFactory
from common import unused_files
from common.files import StoredPathField, StoredPathsField, full_path, store
from common.unused_files import LEAVING, remove_all_unused, remove_unused
from milestones.models import Milestone, Report

pytestmark = pytest.mark.django_db


def old(content=b"paper", folder="", suffix=""):
    """A file stored long ago; its path."""
    path = store(content, folder, suffix)[0]
    os.utime(full_path(path), (1, 1))
    return path


def name_it(path):
    return Material.objects.create(application=ApplicationFactory(), kind="other", path=path)


def report_with(*photos):
    milestone = Milestone.objects.create(application=ApplicationFactory(), stage="survey")
    return Report.objects.create(
        milestone=milestone, outcome="reached", occurred_at="2026-11-23T00:00Z", photos=list(photos)
    )


def test_a_file_goes_with_its_last_use():
    path = old()
    first, second = name_it(path), name_it(path)

    first.delete()
    assert (remove_unused([path]), full_path(path).exists()) == ((0, 0), True)

    second.delete()
    assert (remove_unused([path]), full_path(path).exists()) == ((1, 5), False)


@pytest.mark.parametrize("others", [0, 20], ids=["few", "many"])
def test_a_photo_in_a_list_is_a_use_too(others):
    kept, gone = old(b"a", "evidence", ".jpg"), old(b"b", "evidence", ".jpg")
    report_with("evidence/other.jpg", kept)
    more = [old(bytes([number]), "evidence", ".jpg") for number in range(others)]

    assert remove_unused([kept, gone, *more])[0] == 1 + others

    assert (full_path(kept).exists(), full_path(gone).exists()) == (True, False)


def test_a_file_just_brought_waits_for_its_row():
    path = store(b"paper", "", "")[0]

    assert (remove_unused([path]), full_path(path).exists()) == ((0, 0), True)


def test_a_dry_run_counts_the_same_and_deletes_nothing():
    old(b"1"), old(b"22", "papers", ".pdf"), name_it(old(b"333"))

    counted = remove_all_unused(dry_run=True)

    assert (counted, remove_all_unused(), remove_all_unused()) == ((2, 3), (2, 3), (0, 0))


def test_somebody_brings_the_same_content_just_before_it_goes(monkeypatch):
    path, rename = old(), os.rename

    def bring_then_rename(*names):
        store(b"paper", "", "")
        rename(*names)

    monkeypatch.setattr(unused_files.os, "rename", bring_then_rename)

    assert remove_unused([path]) == (0, 0)
    assert full_path(path).read_bytes() == b"paper"


def test_somebody_brings_the_same_content_while_it_goes(monkeypatch):
    path, used_paths, asked = old(), unused_files.used_paths, []

    def bring_the_second_time(paths):
        asked.append(paths)
        if len(asked) == 2:
            store(b"paper", "", "")
        return used_paths(paths)

    monkeypatch.setattr(unused_files, "used_paths", bring_the_second_time)
    remove_unused([path])

    assert full_path(path).read_bytes() == b"paper"
    assert [found.name for found in full_path(path).parent.iterdir()] == [Path(path).name]


def test_a_row_committed_while_it_goes_keeps_its_file(monkeypatch):
    path, rename = old(), os.rename
    monkeypatch.setattr(unused_files.os, "rename", lambda *names: (name_it(path), rename(*names)))

    assert remove_unused([path]) == (0, 0)
    assert full_path(path).exists()


def test_what_a_crash_left_put_aside_comes_back(monkeypatch):
    path = old()
    name_it(path)
    os.rename(full_path(path), full_path(path + LEAVING))
    monkeypatch.setattr(unused_files, "GRACE_SECONDS", -1)

    remove_all_unused()

    assert full_path(path).exists()


def test_a_file_that_is_none_of_ours_stays(settings):
    stranger = Path(settings.MEDIA_ROOT, "readme.txt")
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_text("x")
    os.utime(stranger, (1, 1))

    assert (remove_all_unused(), stranger.exists()) == ((0, 0), True)


def test_every_column_that_names_a_file_says_so_by_its_type():
    """A plain one would not be asked, and its files would be deleted."""
    names = {"path", "file", "evidence", "signature", "photo", "photos", "scan", "drawing", "picture"}
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if (field.name in names or field.name.endswith(("_file", "_scan", "_photo")))
        and isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, StoredPathField | StoredPathsField)
    }

    assert plain == set()
