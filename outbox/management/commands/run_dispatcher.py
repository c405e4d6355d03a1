import signal

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy as _

from outbox.dispatcher import Dispatcher


class Command(BaseCommand):
    help = _("不依赖Celery和Redis，持续发送发件箱中的消息；收到终止信号后发完手头的再退出。")

    def add_arguments(self, parser):
        parser.add_argument("--threads", type=int, default=24)
        parser.add_argument("--pause", type=float, default=2, help="seconds between two sweeps")

    def handle(self, *args, threads, pause, **options):
        dispatcher = Dispatcher(threads=threads, pause_seconds=pause)
        numbers = (signal.SIGTERM, signal.SIGINT)
        former = {number: signal.signal(number, lambda *_args: dispatcher.stop()) for number in numbers}
        try:
            dispatcher.run()
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
