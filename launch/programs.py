"""What a serve consists of: its data, what its programs are told, and the programs themselves."""

import os
import secrets
import shutil
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from launch.children import can_listen, free_port
from launch.prepare import VAR_DIR
from launch.servers import redis_command
from launch.supervisor import Program

LOGS = VAR_DIR / "log"
PYTHON = sys.executable
CELERY = [PYTHON, "-m", "celery", "--app", "ningshe_portal"]
WORKER = [*CELERY, "worker", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"]


def data_folder(*, demo: bool, fresh: bool) -> Path:
    """Where the embedded database, its broker and the files live; an empty start has its own."""
    folder = VAR_DIR if demo else VAR_DIR / "empty"
    if fresh:
        throw_away(folder)
    folder.mkdir(exist_ok=True)
    return folder


def throw_away(folder: Path):
    for leftover in (*folder.glob("portal.sqlite3*"), folder / "prepared"):
        leftover.unlink(missing_ok=True)
    for name in ("files", "redis"):
        shutil.rmtree(folder / name, ignore_errors=True)


def secret(path: Path, length: int) -> str:
    """A random text, made once and readable by its owner only."""
    if not path.exists():
        unfinished = path.with_suffix(".new")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(length))
        unfinished.replace(path)
    return path.read_text().strip()


def make_environment(port: int, folder: Path, *, demo: bool) -> dict:
    """What the programs are told; a value that is already set wins."""
    told = {
        "SECRET_KEY": secret(VAR_DIR / "secret_key", 48),
        "BASE_URL": f"http://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "MEDIA_ROOT": str(folder / "files"),
        "PROMETHEUS_MULTIPROC_DIR": str(empty_folder(VAR_DIR / "metrics")),
        "PYTHONUNBUFFERED": "1",
    }
    if not os.environ.get("REDIS_URL"):
        told["REDIS_URL"] = f"redis://127.0.0.1:{free_port(6399)}/0"
    if demo:
        told |= {
            "DEMO_PASSWORD": secret(VAR_DIR / "demo_password", 9),
            "PUSH_NETWORKS": "127.0.0.0/8,::1/128",
            "SIMULATOR_URL": f"http://127.0.0.1:{free_port(port + 1)}",
        }
    given = {name: value for name, value in os.environ.items() if value}
    return told | given | {"DEMO": str(int(demo))}


def empty_folder(folder: Path) -> Path:
    """The figures of former processes would be counted again."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def redis_program(folder: Path, url: str) -> Program:
    (folder / "redis").mkdir(exist_ok=True)
    return Program("消息队列", LOGS / "redis.log", redis_command(folder / "redis", port_of(url)))


def web_program(port: int) -> Program:
    addresses = [part for address in loopback_addresses(port) for part in ("--bind", address)]
    server = [PYTHON, "-m", "gunicorn", "ningshe_portal.wsgi", *addresses, "--preload", "--no-control-socket"]
    pool = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"]
    return Program("网页服务", LOGS / "web.log", [*server, *pool, "--graceful-timeout", "10"])


def background_programs(environment: dict, *, demo: bool, unattended: bool = False) -> list[Program]:
    """The workers, the beat that wakes them, and in the demo the systems of the providers.

    ``unattended``: everybody acts by himself, applicants, officers and the office as well.
    """
    usual = [*WORKER, "--hostname", "default@%h", "--queues", "celery", "--concurrency", "2"]
    # Threads: a receiver that hangs holds a slot for 15 s, so there are more slots than receivers x 2.
    sending = [*WORKER, "--hostname", "sending@%h", "--queues", "sending", "--pool", "threads"]
    # The schedule is code and every job a sweep: nothing to remember between two starts.
    beat = [*CELERY, "beat", "--loglevel", "WARNING", "--scheduler", "celery.beat:Scheduler", "--pidfile", ""]
    programs = [
        Program("后台任务", LOGS / "worker.log", usual),
        Program("消息发送", LOGS / "sending.log", [*sending, "--concurrency", "20"]),
        Program("定时任务", LOGS / "beat.log", beat),
    ]
    if demo:
        port = port_of(environment["SIMULATOR_URL"])
        simulator = [PYTHON, "manage.py", "simulate_providers", "--port", str(port)]
        simulator += ["--auto", "all", "--people", "--pace", "2"] if unattended else []
        programs.append(Program("专营单位模拟系统", LOGS / "simulator.log", simulator))
    return programs


def loopback_addresses(port: int) -> list[str]:
    """Both spellings of this machine, as far as it knows them."""
    has_ipv6 = socket.has_ipv6 and can_listen(0, host="::1", family=socket.AF_INET6)
    return [f"127.0.0.1:{port}", f"[::1]:{port}"] if has_ipv6 else [f"127.0.0.1:{port}"]


def port_of(url: str) -> int:
    return urlsplit(url).port
