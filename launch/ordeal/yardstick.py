"""How slow the machine itself is meanwhile: a POST on loopback, a SELECT 1 and a fixed sum, again and again."""

import hashlib
import threading
import time

import psycopg2

from launch.ordeal.desks import post
from launch.ordeal.figures import spread

PAUSE_SECONDS = 0.5
BLOCK = bytes(16_000_000)  # some hundredths of a second for a core that has nothing else to do


class Yardstick:
    """Seconds of each try, as long as the block lasts."""

    def __init__(self, url: str, database_url: str):
        self.url = url
        self.database_url = database_url
        self.posts = []
        self.selects = []
        self.sums = []
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self.measure, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.thread.join()

    def measure(self):
        connection = psycopg2.connect(self.database_url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            while not self.closing.wait(PAUSE_SECONDS):
                self.posts.append(seconds_of(lambda: post(self.url, b"", {})))
                self.selects.append(seconds_of(lambda: cursor.execute("SELECT 1")))
                self.sums.append(seconds_of(lambda: hashlib.sha256(BLOCK).digest()))
        connection.close()

    def spreads(self) -> dict:
        return {"post": spread(self.posts), "select": spread(self.selects), "sum": spread(self.sums)}


def seconds_of(act) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
