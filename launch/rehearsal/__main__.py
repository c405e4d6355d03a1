"""Cases to their end with nobody's help, and an independent recount: started by bin/rehearsal; see ``--help``."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from launch.children import ended_by, free_port
from launch.rehearsal.books import Books
from launch.rehearsal.company import Company
from launch.rehearsal.verdict import broken_rules
from launch.servers import temporary_redis
from launch.terminal import say

ENDING = (signal.SIGTERM, signal.SIGHUP)
GLANCE_SECONDS = 5


def main() -> int:
    options = read_options()
    with ended_by(*ENDING), tempfile.TemporaryDirectory(prefix="portal-rehearsal-") as folder:
        return rehearse(options, Path(folder))


def read_options():
    parser = argparse.ArgumentParser(
        prog="bin/rehearsal",
        description="演练：申请人、各单位、审批部门和统筹人员全部自动办理，直到全部办结，再独立复算每个截止日期。",
    )
    parser.add_argument("--cases", type=int, default=50, help="新受理的办件数，默认 50")
    parser.add_argument("--limit", type=int, default=1800, help="总时限（秒），默认 1800")
    return parser.parse_args()


def rehearse(options, folder: Path) -> int:
    began = time.monotonic()
    with temporary_redis() as redis_url, Company(folder, free_port(), redis_url) as company:
        numbers = company.take_in(options.cases)
        books = Books(folder / "portal.sqlite3")
        say(f"已受理 {len(numbers)} 件，{time.monotonic() - began:.0f} 秒。")
        wait_for_the_end(books, numbers, company, until=began + options.limit)
    broken = broken_rules(books, numbers) | {"程序没有出错": company.failures()}
    say(f"用时 {time.monotonic() - began:.0f} 秒；{books.summary()}")
    for rule, breaches in broken.items():
        say(f"{'✗' if breaches else '✓'} {rule}{describe(breaches)}")
    return 1 if any(broken.values()) else 0


def wait_for_the_end(books, numbers, company, *, until: float):
    """Look now and then until all have ended, time is over or the serve has stopped."""
    ended = -1
    while ended < len(numbers) and time.monotonic() < until and company.plays():
        time.sleep(GLANCE_SECONDS)
        before, ended = ended, books.count_ended(numbers)
        if ended != before:
            say(f"已办结 {ended} / {len(numbers)}")


def describe(breaches: list) -> str:
    return f"：{len(breaches)} 处，如 {breaches[:3]}" if breaches else ""


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("已中断。")
        sys.exit(130)
