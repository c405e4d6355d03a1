"""One run of the ordeal: cases come in, the blows fall, and what became of it is counted."""

import signal
import time
from contextlib import ExitStack
from pathlib import Path

from launch.children import answering
from launch.ordeal.desks import Desks
from launch.ordeal.figures import (
    LATEST_SECONDS,
    TROUBLED,
    count_messages,
    delivery_times,
    shaken,
    split_times,
    spread,
    too_late,
)
from launch.ordeal.plant import Plant
from launch.ordeal.receiver import FAILING, HANGING, HEALTHY, Receiver
from launch.ordeal.timeline import plan, revival
from launch.ordeal.verdict import broken_promises
from launch.ordeal.windows import Windows
from launch.ordeal.yardstick import Yardstick
from launch.servers import temporary_postgres
from launch.terminal import say

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
PAUSE_SECONDS = 0.05
CAUGHT_SECONDS = 2  # to wait for a push that may be struck on its way


class Ordeal:
    """``stack`` ends what it has started."""

    def __init__(self, options, folder: Path, stack: ExitStack):
        self.options = options
        self.began = time.monotonic()
        database_url = stack.enter_context(temporary_postgres())
        self.desks = stack.enter_context(Desks())
        self.receiver = stack.enter_context(Receiver(self.desks.take))
        self.plant = Plant(folder, database_url, is_dispatched=options.dispatcher)
        losses = 0 if options.dispatcher else options.losses
        needed = max(options.applications / options.rate, options.spacing * (options.kills + losses))
        self.due = plan(needed, kills=options.kills, losses=losses)
        self.windows = Windows(
            self.plant, applications=options.applications, rate=options.applications / needed
        )
        self.blows, self.exits = [], []

    def run(self) -> dict:
        self.plant.migrate()
        self.plant.start()
        for code, facts in self.plant.finish("cast", "--receiver", self.receiver.url).items():
            self.receiver.secrets[code], self.desks.keys[code] = facts["secret"], facts["key"]
        self.plant.wait_until_ready()
        say(f"已启动，{time.monotonic() - self.began:.0f} 秒。日志：{self.plant.folder}")
        with Yardstick(f"{self.receiver.url}/", self.plant.database_url) as yardstick:
            self.suffer()
            aftermath = self.see_through()
        return self.sum_up(self.plant.finish("rows"), aftermath, yardstick)

    def suffer(self):
        """Let the blows fall while the windows are open, each at its time."""
        self.windows.open()
        while self.due or self.windows.are_open():
            if self.due and self.windows.seconds() >= self.due[0].at:
                blow = self.due.pop(0)
                self.strike(blow)
                self.due = sorted([*self.due, *revival(blow, self.windows.seconds())])
            self.exits += self.plant.revive_ended()
            time.sleep(PAUSE_SECONDS)

    def strike(self, blow):
        began = self.windows.seconds()
        getattr(self, blow.act)(blow.target)
        ended = self.windows.seconds()
        self.blows.append({"act": blow.act, "target": blow.target, "began": began, "ended": ended})
        say(f"{began:6.1f} s  {blow.act} {blow.target}")

    def fail(self, provider):
        self.receiver.moods[provider] = FAILING

    def hang(self, provider):
        self.receiver.moods[provider] = HANGING

    def recover(self, provider):
        self.receiver.moods[provider] = HEALTHY

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
        ambush.caught.wait(CAUGHT_SECONDS)
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
        times = delivery_times(rows, books)
        during, calm = split_times(times, shaken(self.blows, self.windows.opens_at))
        return {
            "seconds": round(time.monotonic() - self.began, 1),
            "applications": len(rows["cases"]),
            "orders": len(rows["orders"]),
            "blows": self.blows,
            "aftermath": aftermath | {"found_by_probe": sorted(set(TROUBLED) - set(aftermath["resumed"]))},
            "healthy": {"all": spread(during + calm), "during": spread(during), "calm": spread(calm)},
            "accepting": spread(
                [float(seconds) for _word, _number, seconds in self.windows.said("accepted")]
            ),
            "yardstick": yardstick.spreads(),
            "acknowledging": {str(answer): count for answer, count in self.desks.answers.items()},
            **count_messages(rows, books),
            "broken": self.broken(rows, books) | {f"正常单位均在 {LATEST_SECONDS} 秒内获知": too_late(times)},
        }

    def broken(self, rows, books) -> dict[str, list]:
        told = [number for _word, number, _seconds in self.windows.said("accepted")]
        return broken_promises(rows, books, wanted=self.options.applications, told=told) | {
            "没有伪造的推送": self.receiver.books.forged,
            "接口没有拒绝接单": self.desks.refusals,
            "窗口没有报错": self.windows.failed(),
            "没有程序自行退出": [*self.exits, *self.plant.revive_ended()],
        }

    def stop(self):
        with answering(ENDING, signal.SIG_IGN):
            self.windows.stop()
            self.plant.stop()
