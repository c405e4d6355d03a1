"""Keeps the portal's programs running: what ends is started again, and nothing outlives the command."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from launch.children import end_group, start, stop
from launch.prepare import BASE_DIR
from launch.terminal import say

LOG_LIMIT = 5_000_000  # bytes
LONGEST_WAIT = 30  # seconds between two starts
STEADY = 60  # seconds after which a program counts as running well
# Found in the environment of all that a serve started, its grandchildren too.
MARK = "PORTAL_SERVED_FROM"


@dataclass
class Program:
    """One program of the portal: how it is called here, and the command that runs it."""

    label: str
    log: Path
    command: list
    child: subprocess.Popen | None = None
    started: float = 0.0
    due: float = 0.0
    failures: int = 0

    def start(self, environment: dict):
        make_room(self.log)
        self.child = start(self.command, log=self.log, env=environment, cwd=BASE_DIR)
        self.started = time.monotonic()

    def has_ended(self) -> bool:
        return self.child is not None and self.child.poll() is not None


class Supervisor:
    """Starts programs in order, watches them, stops them in the opposite order."""

    def __init__(self, folder: Path, environment: dict):
        self.environment = {**environment, MARK: str(folder)}
        self.programs: list[Program] = []

    def add(self, program: Program):
        self.programs.append(program)
        program.start(self.environment)

    def watch_once(self):
        """Start again whatever has ended, each time a little later."""
        for program in self.programs:
            if program.has_ended():
                self.plan_restart(program)
            elif program.child is None and time.monotonic() >= program.due:
                program.start(self.environment)

    def plan_restart(self, program: Program):
        code = program.child.returncode
        end_group(program.child)
        program.child = None
        ran_well = time.monotonic() - program.started > STEADY
        program.failures = 1 if ran_well else program.failures + 1
        wait = min(2 ** (program.failures - 1), LONGEST_WAIT)
        program.due = time.monotonic() + wait
        say(f"! {program.label}意外退出（代码 {code}），{wait} 秒后重新启动。日志：{program.log}")

    def stop(self):
        """The first program serves the others: it goes last."""
        running = [program.child for program in self.programs if program.child]
        stop(running[1:], patience=12)
        stop(running[:1], patience=5)


def make_room(log: Path):
    """Put a long log aside; one older one is kept."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))


def end_leftovers(folder: Path):
    """End what a killed serve of this folder left behind; the caller holds the lock, so nothing else runs."""
    mark = f"{MARK}={folder}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile, or somebody else's
            is_ours = mark in (process / "environ").read_bytes().split(b"\0")
            if is_ours and int(process.name) != os.getpid():
                os.kill(int(process.name), signal.SIGKILL)
