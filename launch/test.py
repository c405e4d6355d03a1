"""Everything a change must pass: form, migrations, the suite, and the suite's part for real servers."""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from launch.children import ended_by
from launch.prepare import BASE_DIR
from launch.servers import temporary_postgres, temporary_redis
from launch.terminal import say

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "djlint": ["-m", "djlint", "--lint", "--quiet", "."],
    "makemigrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
}
NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """Run the form checks and both suites; with arguments only pytest, on what they say."""
    results = Counter()
    with (
        ended_by(signal.SIGINT, signal.SIGTERM, signal.SIGHUP),
        tempfile.TemporaryDirectory(prefix="portal-test-") as folder,
    ):
        environment = clean_environment(Path(folder))
        if not arguments:
            results.update(run_check(name, environment) for name in CHECKS)
        results += run_suites(arguments, environment, Path(folder))
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


def run_suites(arguments: list[str], environment: dict, folder: Path) -> Counter:
    """First what needs no server, then what was written for PostgreSQL and Redis."""
    chosen, mark = split_mark(arguments)
    workers = [] if arguments else ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadgroup"]
    say("— pytest")
    results = run_pytest(
        [*workers, "-m", both(mark, "not servers"), *chosen], environment, folder / "suite.xml"
    )
    say("— pytest：PostgreSQL + Redis")
    with ExitStack() as servers:
        environment = environment | {
            "DATABASE_URL": servers.enter_context(temporary_postgres()),
            "REDIS_URL": servers.enter_context(temporary_redis()),
        }
        chosen = chosen if arguments else files_for_servers()
        return results + run_pytest(
            [*workers, "-m", both(mark, "servers"), *chosen], environment, folder / "servers.xml"
        )


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
    status = python(["-m", "pytest", f"--junit-xml={report}", *arguments], environment)
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
