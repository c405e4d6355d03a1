"""The windows where cases are taken in, each a process that may be killed in the middle of an acceptance."""

import time

from launch.children import end_group

WINDOWS = 2
HIT = 0  # the window that is killed
LURK_SECONDS = 5


class Windows:
    def __init__(self, plant, *, applications: int, rate: float):
        self.plant = plant
        self.applications = applications
        self.rate = rate
        self.opens_at = 0.0
        self.children = {}

    def open(self):
        self.opens_at = time.time()
        for window in range(WINDOWS):
            self.open_one(window)

    def seconds(self) -> float:
        """Since they opened."""
        return time.time() - self.opens_at

    def open_one(self, window: int):
        words = ["--window", window, "--windows", WINDOWS, "--applications", self.applications]
        words += ["--opens-at", self.opens_at, "--rate", self.rate]
        self.children[window] = self.plant.begin("intake", *words, log=f"window-{window}.log")

    def kill(self):
        """Strike while a case is being accepted: its clerk has begun and not yet been answered."""
        deadline = time.monotonic() + LURK_SECONDS
        begun = len(self.said("accepting", HIT))
        while time.monotonic() < deadline and len(self.said("accepting", HIT)) == begun:
            time.sleep(0.002)
        end_group(self.children[HIT])

    def revive(self):
        self.open_one(HIT)

    def are_open(self) -> bool:
        return any(child.poll() is None for child in self.children.values())

    def failed(self) -> list[int]:
        return [window for window, child in self.children.items() if child.poll()]

    def said(self, word: str, *windows: int) -> list[list[str]]:
        """What was said in whole lines that begin with ``word``."""
        logs = [self.plant.folder / f"window-{window}.log" for window in windows or range(WINDOWS)]
        texts = [log.read_text(encoding="utf-8", errors="replace") for log in logs if log.exists()]
        lines = [line for text in texts for line in text.split("\n")[:-1]]
        return [line.split() for line in lines if line.startswith(f"{word} ")]

    def stop(self):
        for child in self.children.values():
            end_group(child)
