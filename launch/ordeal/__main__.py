"""The portal's main promise under blows: started by bin/ordeal; see ``--help``."""

import argparse
import json
import shutil
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from launch.children import ended_by
from launch.ordeal.report import show
from launch.ordeal.trial import ENDING, Ordeal
from launch.prepare import VAR_DIR
from launch.terminal import give_up, say

USUAL = VAR_DIR / "ordeal"


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
    parser = argparse.ArgumentParser(
        prog="bin/ordeal",
        description="在进程被杀、消息队列丢失、单位系统故障时，检验每个工单是否送达且只生效一次。",
    )
    parser.add_argument("--applications", type=int, default=200, help="办件数，每件六个工单，默认 200")
    parser.add_argument("--kills", type=int, default=5, help="kill -9 后台进程的次数，默认 5")
    parser.add_argument("--losses", type=int, default=2, help="消息队列清空重启的次数，默认 2")
    parser.add_argument("--rate", type=float, default=0.8, help="每秒最多受理几件，默认 0.8")
    parser.add_argument("--spacing", type=float, default=20, help="两次打击至少相隔几秒，默认 20")
    parser.add_argument("--probes", type=float, default=60, help="等待自动探测几秒后改由人工恢复，默认 60")
    parser.add_argument("--dispatcher", action="store_true", help="不用 Celery 和 Redis，只用 run_dispatcher")
    parser.add_argument("--limit", type=int, default=600, help="总时限（秒），默认 600")
    parser.add_argument("--folder", type=Path, default=USUAL, help="日志和 report.json 的位置")
    return parser.parse_args()


def empty_folder(folder: Path) -> Path:
    """The usual place is cleared first; any other one must be empty."""
    if folder == USUAL:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        give_up(f"{folder} 不是空文件夹。")
    return folder


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("已中断。")
        sys.exit(130)
