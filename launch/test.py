"""Everything a change must pass: form, migrations, the suite, and beside it the suite's part for real servers."""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from launch.children import ended_by, start, stop
from launch.prepare import BASE_DIR
from launch.servers import temporary_postgres, temporary_redis
from launch.terminal import give_up, say

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "djlint": ["-m", "djlint", "--lint", "--quiet", "."],
    "makemigrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
}
MIGRATE = ["manage.py", "migrate", "--verbosity=0"]
NOTHING_COLLECTED = 5
TEMPLATE = "TEST_TEMPLATE"  # what conftest.py copies for each worker: a migrated database
SERVERS_HEADING = "— pytest：PostgreSQL + Redis"


def main(arguments: list[str]) -> int:
    """Run the form checks and both suites; with arguments only pytest, on what they say."""
    with (
        ended_by(signal.SIGINT, signal.SIGTERM, signal.SIGHUP),
        tempfile.TemporaryDirectory(prefix="portal-test-") as folder,
    ):
        environment = clean_environment(Path(folder))
        run = run_chosen if arguments else run_everything
        results = run(arguments, environment, Path(folder))
    say(f"{results['passed']} passed, {results['failed']} failed, {results['skipped']} skipped")
    return 0 if results["passed"] and not results["failed"] else 1


def clean_environment(folder: Path) -> dict:
    """The caller's own settings must not change what the tests see, nor make each of their programs compile anew."""
    unwanted = settings_read() | {"PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    return environment | {
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "MEDIA_ROOT": str(folder / "files"),
    }


def settings_read() -> set[str]:
    """The names of all values settings.py takes from the environment."""
    source = (BASE_DIR / "ningshe_portal" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'read\("(\w+)"', source))


def run_check(name: str, environment: dict) -> str:
    say(f"— {name}")
    return "failed" if python(CHECKS[name], environment) else "passed"


def run_chosen(arguments: list[str], environment: dict, folder: Path) -> Counter:
    """First what needs no server, then what was written for PostgreSQL and Redis."""
    chosen, mark = split_mark(arguments)
    say("— pytest")
    results = run_pytest(["-m", both(mark, "not servers"), *chosen], environment, folder / "suite.xml")
    say(SERVERS_HEADING)
    with real_servers(environment) as real:
        return results + run_pytest(["-m", both(mark, "servers"), *chosen], real, folder / "servers.xml")


def run_everything(_arguments: list[str], environment: dict, folder: Path) -> Counter:
    """The form checks, then both suites at once: the one for servers mostly waits. It is shown afterwards."""
    workers = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadgroup"]
    with real_servers(environment) as real:
        plain, real = plain_template(environment, folder), postgres_template(real)
        with migrating(plain, folder), migrating(real, folder):
            results = Counter(run_check(name, environment) for name in CHECKS)
        report, said = folder / "servers.xml", folder / "servers.log"
        arguments = pytest_arguments([*workers, "-m", "servers", *files_for_servers()], report)
        with beside([sys.executable, *arguments], real, said) as servers:
            say("— pytest")
            results += run_pytest([*workers, "-m", "not servers"], plain, folder / "suite.xml")
            status = servers.wait()
        say(SERVERS_HEADING)
        say(said.read_text(encoding="utf-8", errors="replace"))
        return results + judge(status, report)


@contextmanager
def real_servers(environment: dict):
    """The environment of tests that need PostgreSQL and Redis."""
    with temporary_postgres() as postgres, temporary_redis() as redis:
        yield environment | {"DATABASE_URL": postgres, "REDIS_URL": redis}


def plain_template(environment: dict, folder: Path) -> dict:
    """A file to be migrated once, instead of by each worker."""
    file = folder / "migrated.sqlite3"
    return environment | {"DATABASE_URL": f"sqlite:///{file}", TEMPLATE: str(file)}


def postgres_template(environment: dict) -> dict:
    """The same in PostgreSQL, where nobody may be connected to what is copied."""
    address, name = environment["DATABASE_URL"], "migrated"
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    return environment | {TEMPLATE: name}


@contextmanager
def migrating(environment: dict, folder: Path):
    """The database ``TEMPLATE`` names is migrated meanwhile; where that fails, no test begins."""
    address = environment["DATABASE_URL"]
    if address.startswith("postgres"):
        address = f"{address.rpartition('/')[0]}/{environment[TEMPLATE]}"
    log, environment = folder / "migrate.log", environment | {"DATABASE_URL": address}
    with beside([sys.executable, *MIGRATE], environment, log) as child:
        yield
        if child.wait():
            give_up(log.read_text(encoding="utf-8", errors="replace"))


@contextmanager
def beside(command: list, environment: dict, log: Path):
    """A program that runs during the block and not after it."""
    child = start(command, log=log, env=environment, cwd=BASE_DIR)
    try:
        yield child
    finally:
        stop([child], patience=40, by=signal.SIGINT)


def files_for_servers() -> list[str]:
    """Those with a test marked ``servers``: to read all the others once more would take longer than to run these."""
    files = (path for app in BASE_DIR.glob("[a-z]*/") for path in app.rglob("test_*.py"))
    return sorted(str(path) for path in files if "mark.servers" in path.read_text(encoding="utf-8"))


def split_mark(arguments: list[str]) -> tuple[list[str], str]:
    """The caller's ``-m`` apart from the rest."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", dest="mark", default="")
    known, rest = parser.parse_known_args(arguments)
    return rest, known.mark


def both(mark: str, other: str) -> str:
    return f"({mark}) and {other}" if mark else other


def run_pytest(arguments: list[str], environment: dict, report: Path) -> Counter:
    return judge(python(pytest_arguments(arguments, report), environment), report)


def pytest_arguments(arguments: list[str], report: Path) -> list[str]:
    return ["-m", "pytest", f"--junit-xml={report}", *arguments]


def judge(status: int, report: Path) -> Counter:
    results = read_report(report)
    if status not in (0, NOTHING_COLLECTED) and not results["failed"]:
        results["failed"] += 1  # pytest itself stopped: a wrong option, an error while collecting
    return results


def read_report(report: Path) -> Counter:
    """The counts at the head of a JUnit file."""
    head = re.search(r"<testsuite [^>]*>", report.read_text(encoding="utf-8")) if report.exists() else None
    if not head:
        return Counter()
    count = {name: int(number) for name, number in re.findall(r'(\w+)="(\d+)"', head[0])}
    failed = count["failures"] + count["errors"]
    passed = count["tests"] - failed - count["skipped"]
    return Counter(passed=passed, failed=failed, skipped=count["skipped"])


def python(arguments: list, environment: dict) -> int:
    """Run a program of .venv in the foreground; on Ctrl-C wait until it has cleaned up."""
    child = subprocess.Popen([sys.executable, *arguments], cwd=BASE_DIR, env=environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("已中断。")
        sys.exit(130)
