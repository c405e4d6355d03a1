"""The main promise, on real PostgreSQL, Redis and processes; the longer run is ``bin/ordeal``."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch.prepare import BASE_DIR

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("ordeal")]  # each takes a machine of its own

ORDEAL = [sys.executable, "-m", "launch.ordeal", "--applications", "10", "--spacing", "12"]


def run(folder, *words):
    command = [*ORDEAL, "--folder", folder, *words]
    ended = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False, timeout=600)
    assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def kills(report):
    return sorted(blow["target"] for blow in report["blows"] if blow["act"] == "kill")


def test_every_order_arrives_and_counts_once_while_workers_die_and_redis_forgets(tmp_path):
    report = run(tmp_path / "ordeal", "--kills", "2", "--losses", "1", "--probes", "5")

    assert {promise: wrong for promise, wrong in report["broken"].items() if wrong} == {}
    assert (report["applications"], report["orders"], report["messages"]) == (10, 60, 120)
    assert kills(report) == ["broker", "web", "window", "workers", "workers"]
    assert report["duplicates"] > 0  # a worker was caught with a push on the line
    assert report["aftermath"]["resent"] == 0
    assert report["aftermath"]["seconds"] < 60  # nothing waited for the lease of a killed worker


def test_the_dispatcher_alone_delivers_everything(tmp_path):
    report = run(tmp_path / "ordeal", "--kills", "1", "--dispatcher", "--probes", "5")

    assert {promise: wrong for promise, wrong in report["broken"].items() if wrong} == {}
    assert (report["orders"], report["messages"]) == (60, 120)


def test_an_interrupted_ordeal_leaves_no_program_behind(tmp_path):
    folder = tmp_path / "ordeal"
    ordeal = subprocess.Popen([*ORDEAL, "--folder", folder], cwd=BASE_DIR, stdout=subprocess.DEVNULL)
    wait_until((folder / "sending.log").exists)

    ordeal.send_signal(signal.SIGINT)

    assert ordeal.wait(timeout=80) == 130
    assert programs_of(folder) == []


def wait_until(condition):
    deadline = time.monotonic() + 120
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert condition()


def programs_of(folder):
    """Whatever runs with files in this folder; each program is told where its files go."""
    mark = f"MEDIA_ROOT={folder / 'files'}".encode()
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mark in environment(path)]


def environment(path):
    try:
        return path.read_bytes().split(b"\0")
    except OSError:
        return []
