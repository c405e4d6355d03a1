"""Cases to their end with nobody's help, and an independent recount: started by bin/rehearsal; see ``--help``."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from launch.children import ended_by, free_port
from launch.rehearsal.books import EVENTS, Books
from launch.rehearsal.company import Company
from launch.rehearsal.plan import Plan, describe_verbs
from launch.rehearsal.verdict import broken_rules
from launch.servers import temporary_redis
from launch.terminal import say

ENDING = (signal.SIGTERM, signal.SIGHUP)
PREFIX = "portal-rehearsal-"
GLANCE_SECONDS = 5
REST_SECONDS = 120
MOST_SHOWN = 5


def main() -> int:
    options = read_options()
    with ended_by(*ENDING), tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        return rehearse(options, Path(folder))


def read_options():
    parser = argparse.ArgumentParser(
        prog="bin/rehearsal",
        description="演练：申请人、各单位、审批部门和统筹人员全部自动办理，直到全部办结，再独立复算每个截止日期。",
    )
    parser.add_argument("--cases", type=int, default=50, help="新受理的办件数，默认 50")
    parser.add_argument("--seed", type=int, default=1, help="同样的数字得到同样的办件，默认 1")
    parser.add_argument("--limit", type=int, default=3600, help="总时限（秒），默认 3600")
    return parser.parse_args()


def rehearse(options, folder: Path) -> int:
    began = time.monotonic()
    with temporary_redis() as redis_url, Company(folder, free_port(), redis_url) as company:
        plan = Plan(**company.take_in(options.cases, options.seed))
        books = Books(folder / "portal.sqlite3")
        say(f"已受理 {len(plan.ends)} 件，{time.monotonic() - began:.0f} 秒。")
        wait_for_the_end(books, plan, company, until=began + options.limit)
        wait_for_the_rest(books, plan, until=began + options.limit)
    shown = plan.shown(books.read(EVENTS))
    broken = broken_rules(books, plan)
    broken |= {"安排的情形都发生过": plan.missing(shown), "程序没有出错": company.failures()}
    say(f"用时 {time.monotonic() - began:.0f} 秒；{books.summary()}")
    for line in plan.describe(shown) + describe_verbs(books.read(EVENTS), plan):
        say(line)
    for rule, breaches in broken.items():
        say(f"{'✗' if breaches else '✓'} {rule}{describe(breaches)}")
    return 1 if any(broken.values()) else 0


def wait_for_the_end(books, plan, company, *, until: float):
    """Look now and then until all have ended, time is over or the serve has stopped."""
    ended = -1
    while ended < len(plan.ends) and time.monotonic() < until and company.plays():
        time.sleep(GLANCE_SECONDS)
        before, ended = ended, books.count_ended(plan.ends)
        if ended != before:
            say(f"已办结 {ended} / {len(plan.ends)}")


def wait_for_the_rest(books, plan, *, until: float):
    """What comes after the end of a case: its rating, and what is put right then."""
    until = min(until, time.monotonic() + REST_SECONDS)
    while time.monotonic() < until and plan.missing(plan.shown(books.read(EVENTS))):
        time.sleep(GLANCE_SECONDS)


def describe(breaches: list) -> str:
    """How many, and the first of them in full, each on a line of its own."""
    rows = "".join(f"\n    {breach}" for breach in breaches[:MOST_SHOWN])
    return f"：{len(breaches)} 处{rows}" if breaches else ""


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("已中断。")
        sys.exit(130)
