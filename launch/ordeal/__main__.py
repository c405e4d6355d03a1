"""The main promise under blows: started by bin/ordeal; see ``--help``."""

import argparse
import json
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from launch.children import answering, ended_by
from launch.ordeal.desks import Desks
from launch.ordeal.figures import TROUBLED, count_messages, delivery_times, shaken, split_times, spread
from launch.ordeal.plant import Plant
from launch.ordeal.receiver import FAILING, HANGING, HEALTHY, Receiver
from launch.ordeal.report import show
from launch.ordeal.timeline import plan, revival
from launch.ordeal.verdict import broken_promises
from launch.ordeal.windows import Windows
from launch.ordeal.yardstick import Yardstick
from launch.prepare import VAR_DIR
from launch.servers import temporary_postgres
from launch.terminal import say

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
PAUSE_SECONDS = 0.05
MOODS = {"fail": FAILING, "hang": HANGING, "recover": HEALTHY}


def main() -> int:
    options = read_options()
    folder = empty_folder(options.folder)
    signal.alarm(options.limit)
    with ended_by(*ENDING), ExitStack() as stack:
        ordeal = Ordeal(options, folder, stack)
        stack.callback(ordeal.stop)
        report = ordeal.run()
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1))
    show(report)
    return 1 if any(report["broken"].values()) else 0


def read_options():
    parser = argparse.ArgumentParser(prog="bin/ordeal", description=__doc__)
    parser.add_argument("--applications", type=int, default=200, help="cases of six orders each")
    parser.add_argument("--kills", type=int, default=5, help="kill -9 of both workers")
    parser.add_argument("--losses", type=int, default=2, help="the broker is lost with all it holds")
    parser.add_argument("--rate", type=float, default=1.2, help="cases a second at most")
    parser.add_argument("--seconds", type=float, default=25, help="take the cases in for at least so long")
    parser.add_argument("--probes", type=float, default=60, help="seconds until a silent provider is resumed")
    parser.add_argument(
        "--dispatcher", action="store_true", help="run_dispatcher alone, neither Celery nor Redis"
    )
    parser.add_argument("--limit", type=int, default=600, help="seconds in all")
    parser.add_argument("--folder", type=Path, default=VAR_DIR / "ordeal", help="logs and report.json")
    return parser.parse_args()


def empty_folder(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Ordeal:
    """One run: everything is started, cases come in, the blows fall, and what became of it is counted."""

    def __init__(self, options, folder: Path, stack: ExitStack):
        self.options = options
        self.began = time.monotonic()
        database_url = stack.enter_context(temporary_postgres())
        self.desks = stack.enter_context(Desks())
        self.receiver = stack.enter_context(Receiver(self.desks.take))
        self.plant = Plant(folder, database_url, is_dispatched=options.dispatcher)
        self.rate = min(options.rate, options.applications / options.seconds)
        self.windows = Windows(self.plant, applications=options.applications, rate=self.rate)
        self.blows = []

    def run(self) -> dict:
        self.plant.migrate()
        for code, facts in self.plant.finish("cast", "--receiver", self.receiver.url).items():
            self.receiver.secrets[code], self.desks.keys[code] = facts["secret"], facts["key"]
        self.plant.start()
        say(f"已启动，{time.monotonic() - self.began:.0f} 秒。日志：{self.plant.folder}")
        with Yardstick(f"{self.receiver.url}/", self.plant.database_url) as yardstick:
            self.suffer()
            aftermath = self.see_through()
        return self.sum_up(self.plant.finish("rows"), aftermath, yardstick)

    def suffer(self):
        """Let the blows fall while the windows are open, each at its time."""
        seconds = self.options.applications / self.rate
        losses = 0 if self.options.dispatcher else self.options.losses
        due = plan(seconds, kills=self.options.kills, losses=losses)
        self.windows.open()
        while due or self.windows.are_open():
            if due and self.windows.seconds() >= due[0].at:
                blow = due.pop(0)
                self.strike(blow)
                due = sorted([*due, *revival(blow, self.windows.seconds())])
            time.sleep(PAUSE_SECONDS)

    def strike(self, blow):
        began = self.windows.seconds()
        getattr(self, blow.act)(blow.target)
        ended = self.windows.seconds()
        self.blows.append({"act": blow.act, "target": blow.target, "began": began, "ended": ended})
        say(f"{began:6.1f} s  {blow.act} {blow.target}")

    def fail(self, provider):
        self.receiver.moods[provider] = MOODS["fail"]

    def hang(self, provider):
        self.receiver.moods[provider] = MOODS["hang"]

    def recover(self, provider):
        self.receiver.moods[provider] = MOODS["recover"]

    def kill(self, target):
        if target == "window":
            self.windows.kill()
        elif target == "broker":
            self.plant.broker.lose()
        elif target == "workers":
            self.ambush_workers()
        else:
            self.plant.kill(target)

    def ambush_workers(self):
        """Strike while a push is on the line: taken by its provider, and not yet known to be."""
        ambush = self.receiver.ambush
        ambush.lay()
        ambush.caught.wait(2)
        self.plant.kill("workers")
        ambush.lift()

    def revive(self, target):
        if target == "window":
            self.windows.revive()
        elif target == "broker":
            self.plant.broker.start()
        else:
            self.plant.revive(target)

    def see_through(self) -> dict:
        patience = self.options.limit - (time.monotonic() - self.began) - 30
        words = ["--resume", "gas", "--probes", self.options.probes, "--patience", patience]
        return self.plant.finish("aftermath", *words, patience=patience + 20)

    def sum_up(self, rows, aftermath, yardstick) -> dict:
        books = list(self.receiver.books.arrivals.values())
        during, calm = split_times(delivery_times(rows, books), shaken(self.blows, self.windows.opens_at))
        accepted = self.windows.said("accepted")
        told = [words[1] for words in accepted]
        return {
            "seconds": round(time.monotonic() - self.began, 1),
            "applications": len(rows["cases"]),
            "orders": len(rows["orders"]),
            "blows": self.blows,
            "aftermath": aftermath | {"found_by_probe": sorted(set(TROUBLED) - set(aftermath["resumed"]))},
            "healthy": {"all": spread(during + calm), "during": spread(during), "calm": spread(calm)},
            "accepting": spread([float(words[2]) for words in accepted]),
            "yardstick": {"post": spread(yardstick.posts), "select": spread(yardstick.selects)},
            "acknowledging": {str(answer): count for answer, count in self.desks.answers.items()},
            **count_messages(rows, books),
            "broken": broken_promises(rows, books, wanted=self.options.applications, told=told)
            | {
                "没有伪造的推送": self.receiver.books.forged,
                "接口没有拒绝接单": self.desks.refusals,
                "窗口没有报错": self.windows.failed(),
                "没有程序自行退出": self.plant.ended(),
            },
        }

    def stop(self):
        with answering(ENDING, signal.SIG_IGN):
            self.windows.stop()
            self.plant.stop()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("已中断。")
        sys.exit(130)
