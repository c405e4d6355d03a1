"""The whole portal on one machine: database, broker, web, workers, beat and, in the demo, the providers."""

import argparse
import fcntl
import http.client
import os
import signal
import time
from collections import deque
from contextlib import contextmanager, suppress
from pathlib import Path

from launch.children import answering, can_listen, ended_by, free_port, wait_for_port
from launch.database import prepare_database
from launch.prepare import VAR_DIR
from launch.programs import (
    LOGS,
    background_programs,
    data_folder,
    make_environment,
    port_of,
    redis_program,
    web_program,
)
from launch.supervisor import Program, Supervisor, end_leftovers
from launch.terminal import give_up, say

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 90  # seconds until the first page must have answered
ACCOUNTS = [
    ("clerk、clerk2", "窗口人员", "/window/"),
    ("office", "统筹人员", "/window/"),
    ("water、water2、power、gas", "水、电、气专营单位", "/admin/"),
    ("mobile、unicom、telecom", "通信运营商", "/admin/"),
    ("permits", "审批部门", "/admin/"),
    ("regulator", "行业主管部门", "/oversight/"),
    ("supervisor", "督办人员", "/oversight/"),
    ("admin", "系统管理员", "/admin/"),
]


def main():
    options = read_options()
    with only_one(options.port), ended_by(*ENDING):
        end_leftovers(VAR_DIR)
        refuse_taken_port(options.port)
        folder = data_folder(demo=options.demo, fresh=options.fresh)
        supervisor = Supervisor(VAR_DIR, make_environment(options.port, folder, demo=options.demo))
        try:
            serve(options, folder, supervisor)
        except KeyboardInterrupt:
            say("\n正在停止……")
        finally:
            with answering(ENDING, signal.SIG_IGN):  # a second Ctrl-C must not leave half of them running
                supervisor.stop()
    say("已全部停止。")


def read_options():
    parser = argparse.ArgumentParser(prog="bin/serve", description="启动宁河区水电气网联合报装平台。")
    parser.add_argument("--port", type=port_number, default=8000, help="网页端口，默认 8000")
    parser.add_argument("--fresh", action="store_true", help="清空数据后重新开始")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="不载入演示数据")
    parser.add_argument(
        "--unattended", action="store_true", help="演示：申请人、审批部门、统筹人员和各单位都自动办理"
    )
    options = parser.parse_args()
    if options.fresh and os.environ.get("DATABASE_URL"):
        give_up("--fresh 只清空内置数据库；已设置 DATABASE_URL，请自行清空。")
    return options


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_000:  # a few above it are for the demo's providers
        raise argparse.ArgumentTypeError("应为 1 至 64999 的整数")
    return int(text)


@contextmanager
def only_one(port: int):
    """Two portals must not share one folder: the second is told about the first."""
    VAR_DIR.mkdir(exist_ok=True)
    with (VAR_DIR / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            give_up(f"本目录的平台已在运行（{lock.read().strip()}），请先停止它。")
        lock.truncate(0)
        lock.write(f"http://localhost:{port}/，进程 {os.getpid()}")
        lock.flush()
        yield


def refuse_taken_port(port: int):
    if not can_listen(port):
        give_up(f"端口 {port} 已被占用，请换一个，例如：bin/serve --port {free_port(port + 10)}")


def serve(options, folder: Path, supervisor: Supervisor):
    """Start everything in order and watch over it until somebody ends it."""
    environment = supervisor.environment
    if not os.environ.get("REDIS_URL"):
        start_redis(redis_program(folder, environment["REDIS_URL"]), supervisor)
    prepare_database(environment, folder, demo=options.demo)
    web = web_program(options.port)
    supervisor.add(web)
    wait_until_ready(web, options.port, supervisor)
    for program in background_programs(environment, demo=options.demo, unattended=options.unattended):
        supervisor.add(program)
    greet(options, environment)
    while True:
        supervisor.watch_once()
        time.sleep(0.5)


def start_redis(redis: Program, supervisor: Supervisor):
    supervisor.add(redis)
    if not wait_for_port(port_of(supervisor.environment["REDIS_URL"]), child=redis.child):
        give_up(f"消息队列启动失败：\n{tail(redis.log)}")


def wait_until_ready(web: Program, port: int, supervisor: Supervisor):
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        supervisor.watch_once()
        if web.failures >= 3 or time.monotonic() > deadline:
            give_up(f"网页服务启动失败：\n{tail(web.log)}")
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether a page comes back at all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    return False


def tail(log: Path, lines: int = 20) -> str:
    with log.open(encoding="utf-8", errors="replace") as file:
        return "".join(deque(file, lines))


def greet(options, environment: dict):
    say(f"\n宁河区水电气网联合报装平台：{environment['BASE_URL']}/")
    if options.demo:
        say(f"演示账号（密码均为 {environment['DEMO_PASSWORD']}）：")
        for names, role, page in ACCOUNTS:
            say(f"  {names:<26}{role}，{page}")
        say("  申请人                    用手机号码登录，验证码显示在登录后的发件箱中（office、admin 可看）")
    else:
        say("未载入演示数据。建立管理员账号：见 README。")
    say(f"日志：{LOGS}，按 Ctrl-C 停止。\n")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
