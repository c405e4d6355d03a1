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
from launch.terminal import say


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
    parser.add_argument("--rate", type=float, default=0.8, help="cases a second at most")
    parser.add_argument(
        "--spacing", type=float, default=20, help="seconds from one blow to the next at least"
    )
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


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("已中断。")
        sys.exit(130)
