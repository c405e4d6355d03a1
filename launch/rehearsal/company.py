"""The serve under which the rehearsal is held, in a folder of its own: the demo beside it keeps its data."""

import json
import secrets
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from launch.children import end_group, start, stop
from launch.prepare import BASE_DIR
from launch.programs import PYTHON
from launch.rehearsal.failures import counted, errors_in
from launch.serve import answers
from launch.terminal import give_up
from launch.test import clean_environment

READY_SECONDS = 600  # on a machine that others use as well
INTAKE_SECONDS = 600
LEAVING_SECONDS = 60


class Company:
    """``bin/serve --unattended``, started and stopped with the block."""

    def __init__(self, folder: Path, port: int, redis_url: str):
        self.folder, self.port = folder, port
        self.environment = own_environment(folder, port, redis_url)
        self.child = None

    def __enter__(self):
        command = [PYTHON, "-m", "launch.serve", "--unattended", "--port", self.port]
        self.child = start(command, log=self.folder / "serve.log", env=self.environment, cwd=BASE_DIR)
        try:
            self.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        stop([self.child], patience=LEAVING_SECONDS, by=signal.SIGINT)

    def plays(self) -> bool:
        return self.child.poll() is None

    def failures(self) -> list[str]:
        """What the programs' logs complain of, in their own words."""
        found = []
        for log in sorted(self.folder.glob("log/*.log")):
            found += counted(log.stem, errors_in(log.read_text(encoding="utf-8", errors="replace")))
        return found

    def wait_until_ready(self):
        deadline = time.monotonic() + READY_SECONDS
        while not answers(self.port):
            if not self.plays() or time.monotonic() > deadline:
                give_up(f"平台启动失败：\n{(self.folder / 'serve.log').read_text(encoding='utf-8')}")
            time.sleep(0.5)

    def take_in(self, cases: int, seed: int) -> dict:
        """Have the cases accepted; how each is to end and what is to happen (``Plan``)."""
        command = [PYTHON, "-m", "ningshe_portal.rehearsal", "--cases", cases, "--seed", seed]
        log = self.folder / "intake.log"
        child = start(command, log=log, env=self.environment, cwd=BASE_DIR)
        try:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=INTAKE_SECONDS)
        finally:
            end_group(child)
        if child.returncode:
            give_up(f"受理办件失败：\n{log.read_text(encoding='utf-8')}")
        return json.loads(log.read_text(encoding="utf-8").splitlines()[-1])


def own_environment(folder: Path, port: int, redis_url: str) -> dict:
    """The caller's settings must lead nothing of the rehearsal to his own data."""
    return clean_environment(folder) | {
        "VAR_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "BASE_URL": f"http://localhost:{port}",
        "REDIS_URL": redis_url,
        "DEMO": "1",
    }
