"""The database of a serve: made, migrated and filled before anything else looks at it."""

import hashlib
import sys
from pathlib import Path

from launch.children import start, stop
from launch.prepare import BASE_DIR
from launch.terminal import give_up

ADDRESSES = ("BASE_URL", "SIMULATOR_URL")


def prepare_database(environment: dict, folder: Path, *, demo: bool):
    """Migrate and load the demo data, unless this very code has already done so for this database."""
    stamp = Stamp(folder, environment, demo=demo)
    if stamp.holds():
        return
    run_preparation(environment, demo=demo)
    stamp.press()


class Stamp:
    """Remembers beside the embedded database with which code and addresses it was prepared."""

    def __init__(self, folder: Path, environment: dict, *, demo: bool):
        self.file = folder / "prepared"
        self.database = folder / "portal.sqlite3"
        self.is_embedded = environment["DATABASE_URL"] == f"sqlite:///{self.database}"
        self.digest = state_digest(environment, demo=demo)

    def holds(self) -> bool:
        files_exist = self.is_embedded and self.database.exists() and self.file.exists()
        return files_exist and self.file.read_text() == self.digest

    def press(self):
        if self.is_embedded:
            self.file.write_text(self.digest)


def run_preparation(environment: dict, *, demo: bool):
    command = [sys.executable, "manage.py", "prepare_database", *(["--demo"] if demo else [])]
    step = start(command, env=environment, cwd=BASE_DIR)
    try:
        if step.wait():
            give_up("数据库准备失败，原因见上。")
    finally:
        stop([step], patience=5)


def state_digest(environment: dict, *, demo: bool) -> str:
    """Changes with any line of the portal's code and with the addresses the demo data points to."""
    digest = hashlib.sha256(repr([demo, *(environment.get(name) for name in ADDRESSES)]).encode())
    for package in sorted(BASE_DIR.glob("*/__init__.py")):
        for source in sorted(package.parent.rglob("*.py")):
            digest.update(str(source).encode() + source.read_bytes())
    return digest.hexdigest()
