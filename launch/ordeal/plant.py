"""The real programs of the portal with a broker of their own: any of them may be killed and started again."""

import json
import shutil
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from launch.children import end_group, free_port, start, stop, wait_for_port
from launch.prepare import BASE_DIR
from launch.programs import PYTHON, background_programs, web_program
from launch.servers import redis_command
from launch.supervisor import Program
from launch.terminal import give_up
from launch.test import clean_environment

STEP_SECONDS = 120  # on a machine that others use as well
READY_SECONDS = 120
HEARTS = {"worker", "sending", "dispatcher"}


class Broker:
    """A Redis that forgets everything when it is lost."""

    def __init__(self, folder: Path):
        self.folder = folder / "redis"
        self.log = folder / "redis.log"
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.child = None

    def start(self):
        self.folder.mkdir()
        self.child = start(redis_command(self.folder, self.port), log=self.log)
        if not wait_for_port(self.port, child=self.child):
            give_up(f"Redis 启动失败，日志：{self.log}")

    def lose(self):
        """SHUTDOWN NOSAVE, and not even its log of commands survives."""
        client = redis.Redis(port=self.port, retry=Retry(NoBackoff(), 0))
        with closing(client), suppress(redis.ConnectionError):
            client.shutdown(nosave=True)
        self.child.wait(timeout=10)
        shutil.rmtree(self.folder)

    def stop(self):
        if self.child:
            stop([self.child], patience=5)


class Plant:
    """Web, workers and beat — or web and the dispatcher alone — on one database."""

    def __init__(self, folder: Path, database_url: str, *, is_dispatched: bool):
        self.folder = folder
        self.broker = None if is_dispatched else Broker(folder)
        self.database_url = database_url
        self.port = free_port()
        self.environment = self.make_environment()
        self.programs = {program.log.stem: program for program in self.make_programs()}
        self.down = set()

    def make_environment(self) -> dict:
        return clean_environment(self.folder) | {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.broker.url if self.broker else f"redis://127.0.0.1:{free_port()}/0",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "PUSH_NETWORKS": "127.0.0.0/8",
        }

    def make_programs(self) -> list[Program]:
        if self.broker:
            background = background_programs(self.environment, demo=False)
        else:
            background = [Program("发送", Path("dispatcher.log"), [PYTHON, "manage.py", "run_dispatcher"])]
        programs = [web_program(self.port), *background]
        for program in programs:
            program.log = self.folder / program.log.name
        return programs

    def start(self):
        if self.broker:
            self.broker.start()
        for program in self.programs.values():
            program.start(self.environment)

    def wait_until_ready(self):
        """The pages answer, and each worker has done a first real task."""
        if not wait_for_port(self.port, child=self.programs["web"].child, patience=READY_SECONDS):
            give_up(f"网页服务启动失败，日志：{self.programs['web'].log}")
        deadline = time.monotonic() + READY_SECONDS
        while not HEARTS & self.programs.keys() <= self.beating():
            if time.monotonic() > deadline:
                give_up(f"后台程序启动失败，日志：{self.folder}")
            time.sleep(0.2)

    def beating(self) -> set[str]:
        with closing(psycopg2.connect(self.database_url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT name FROM outbox_heartbeat")
            return {name for (name,) in cursor.fetchall()}

    def targets(self, name: str) -> list[str]:
        """What a blow against ``name`` hits."""
        return [name] if name == "web" else sorted(HEARTS & self.programs.keys())

    def kill(self, name: str):
        for stem in self.targets(name):
            self.down.add(stem)
            end_group(self.programs[stem].child)

    def revive(self, name: str):
        for stem in self.targets(name):
            self.programs[stem].start(self.environment)
            self.down.discard(stem)

    def revive_ended(self) -> list[str]:
        """Start again, as the supervisor of a serve does, what has ended though nobody killed it."""
        ended = [
            stem for stem, program in self.programs.items() if program.has_ended() and stem not in self.down
        ]
        for stem in ended:
            end_group(self.programs[stem].child)
            self.programs[stem].start(self.environment)
        return ended

    def begin(self, *words, log: str) -> subprocess.Popen:
        """One step inside the portal, in a process of its own."""
        command = [PYTHON, "-m", "ningshe_portal.ordeal", *words]
        return start(command, log=self.folder / log, env=self.environment, cwd=BASE_DIR)

    def finish(self, *words, patience: float = STEP_SECONDS) -> dict:
        """Wait for one step; its answer is the last line it wrote."""
        log = f"{words[0]}.log"
        child = self.begin(*words, log=log)
        try:
            code = child.wait(timeout=patience)
        finally:
            end_group(child)
        if code:
            give_up(f"步骤 {words[0]} 失败，日志：{self.folder / log}")
        return json.loads((self.folder / log).read_text(encoding="utf-8").splitlines()[-1])

    def migrate(self):
        command = [PYTHON, "manage.py", "prepare_database"]
        child = start(command, log=self.folder / "migrate.log", env=self.environment, cwd=BASE_DIR)
        try:
            if child.wait():
                give_up(f"数据库准备失败，日志：{self.folder / 'migrate.log'}")
        finally:
            end_group(child)

    def stop(self):
        stop([program.child for program in self.programs.values() if program.child], patience=15)
        if self.broker:
            self.broker.stop()
