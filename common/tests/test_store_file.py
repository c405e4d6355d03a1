import hashlib
import os

from common.files import full_path, store


def test_a_file_lies_under_the_hash_of_its_content():
    path, sha256 = store(b"paper", "papers", ".pdf")

    assert sha256 == hashlib.sha256(b"paper").hexdigest()
    assert path == f"papers/{sha256[:2]}/{sha256}.pdf"
    assert full_path(path).read_bytes() == b"paper"


def test_the_same_content_is_kept_once_and_counts_as_just_brought():
    first = store(b"paper", "papers", ".pdf")
    inode = full_path(first[0]).stat().st_ino
    os.utime(full_path(first[0]), (0, 0))

    assert store(b"paper", "papers", ".pdf") == first
    assert full_path(first[0]).stat().st_ino == inode
    assert full_path(first[0]).stat().st_mtime > 0
    assert len(list(full_path("papers").rglob("*.*"))) == 1


def test_nobody_else_on_the_machine_may_read_it():
    path, _sha256 = store(b"paper", "papers", ".pdf")

    assert oct(full_path(path).stat().st_mode & 0o777) == "0o600"
