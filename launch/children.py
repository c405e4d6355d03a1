"""Programs started and stopped by this one, none of which outlives it. Standard library only."""

import os
import random
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

OWN_PORTS = range(20_000, 30_000)  # systems give outgoing calls ports from 32 768 on
DYING_WITH_US = ("setpriv", "--pdeathsig", "KILL")


def start(command: list, *, log: Path | None = None, **options) -> subprocess.Popen:
    """Start ``command`` in a process group of its own, its output appended to ``log`` or shown.

    It dies with this program, also when that is killed outright. No code of ours runs between fork and
    exec: an exception raised there by a signal would be lost.
    """
    with log.open("ab") if log else nullcontext() as output:
        return subprocess.Popen(
            [*DYING_WITH_US, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            start_new_session=True,
            **options,
        )


def stop(children: list[subprocess.Popen], *, patience: float, by=signal.SIGTERM):
    """Ask all to end, wait at most ``patience`` seconds for all together, then end their groups."""
    for child in children:
        if child.poll() is None:
            child.send_signal(by)
    deadline = time.monotonic() + patience
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.0, deadline - time.monotonic()))
        end_group(child)


def end_group(child: subprocess.Popen):
    """Kill what is left of a child and of what it started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def can_listen(port: int, *, host: str = "127.0.0.1", family=socket.AF_INET) -> bool:
    """Whether nobody else listens there."""
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wanted: int = 0) -> int:
    """``wanted`` if nobody listens there, else another: none that an outgoing call may be given meanwhile."""
    if wanted and can_listen(wanted):
        return wanted
    return next(port for port in random.sample(OWN_PORTS, len(OWN_PORTS)) if can_listen(port))


def wait_for_port(port: int, *, child: subprocess.Popen, patience: float = 20) -> bool:
    """Whether ``child`` takes calls on ``port`` before ``patience`` seconds are over."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and child.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False


@contextmanager
def ended_by(*signals):
    """Let these signals end the block as Ctrl-C does, so that what it started is stopped."""

    def interrupt(*_):
        raise KeyboardInterrupt

    with answering(signals, interrupt):
        yield


@contextmanager
def answering(signals, answer):
    before = {number: signal.signal(number, answer) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
