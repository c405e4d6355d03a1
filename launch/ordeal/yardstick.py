"""How slow the machine itself is meanwhile: a trivial POST on loopback and a SELECT 1, again and again."""

import threading
import time

import psycopg2

from launch.ordeal.desks import post

PAUSE_SECONDS = 0.5


class Yardstick:
    """Seconds of each try, as long as the block lasts."""

    def __init__(self, url: str, database_url: str):
        self.url = url
        self.database_url = database_url
        self.posts = []
        self.selects = []
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
        connection.close()


def seconds_of(act) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
