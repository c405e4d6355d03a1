import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from launch import supervisor as module
from launch.prepare import BASE_DIR
from launch.supervisor import MARK, Program, Supervisor, end_leftovers, make_room

SLEEP = ["sleep", "60"]


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path, dict(os.environ))
    yield supervisor
    supervisor.stop()


@pytest.fixture
def program(tmp_path):
    return Program("网页服务", tmp_path / "web.log", SLEEP)


def is_running(pid):
    """A process that has ended but was not yet collected counts as ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def wait_until(condition, patience=10):
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def kill(program):
    program.child.kill()
    program.child.wait()


def test_a_program_that_ended_is_started_again(supervisor, program, capsys):
    supervisor.add(program)
    first = program.child.pid
    kill(program)

    supervisor.watch_once()
    program.due = 0
    supervisor.watch_once()

    assert (program.child.pid != first, program.child.poll()) == (True, None)
    assert capsys.readouterr().out == (
        f"! 网页服务意外退出（代码 -9），1 秒后重新启动。日志：{program.log}\n"
    )


def test_each_start_waits_twice_as_long_and_half_a_minute_at_most(supervisor, program):
    waits = []
    for _ in range(7):
        supervisor.programs = [program]
        program.start(supervisor.environment)
        kill(program)
        supervisor.watch_once()
        waits.append(round(program.due - time.monotonic()))

    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_after_a_good_minute_the_waiting_begins_anew(supervisor, program, monkeypatch):
    program.failures = 5
    supervisor.add(program)
    program.started -= module.STEADY + 1
    kill(program)

    supervisor.watch_once()

    assert program.failures == 1


def test_stop_ends_programs_and_what_they_started(supervisor, tmp_path):
    family = Program("后台任务", tmp_path / "worker.log", ["sh", "-c", "sleep 60 & echo $!; wait"])
    supervisor.add(family)
    wait_until(lambda: family.log.read_text().strip())
    grandchild = int(family.log.read_text())

    supervisor.stop()

    assert wait_until(lambda: not is_running(grandchild))
    assert family.child.poll() is not None


def test_a_killed_serve_takes_its_programs_with_it(tmp_path):
    code = (
        "import os, time; from pathlib import Path; from launch.supervisor import *;"
        f"s = Supervisor(Path({str(tmp_path)!r}), dict(os.environ));"
        f"p = Program('x', Path({str(tmp_path / 'log')!r}), ['sleep', '60']); s.add(p);"
        "print(p.child.pid, flush=True); time.sleep(60)"
    )
    serve = subprocess.Popen([sys.executable, "-c", code], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
    child = int(serve.stdout.readline())
    assert wait_until(
        lambda: Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"sleep")
    )  # bound to it by now

    serve.send_signal(signal.SIGKILL)
    serve.wait()
    serve.stdout.close()

    assert wait_until(lambda: not is_running(child))


def test_leftovers_of_this_folder_are_ended_and_no_others(tmp_path):
    ours, others = (
        subprocess.Popen(SLEEP, env={**os.environ, MARK: str(folder)})
        for folder in (tmp_path, tmp_path / "else")
    )

    end_leftovers(tmp_path)

    assert ours.wait(timeout=5) == -signal.SIGKILL
    assert others.poll() is None
    others.kill()
    others.wait()


def test_a_long_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LOG_LIMIT", 10)
    log = tmp_path / "log" / "web.log"
    make_room(log)
    log.write_text("more than ten characters")

    make_room(log)

    assert [path.name for path in log.parent.iterdir()] == ["web.log.1"]
