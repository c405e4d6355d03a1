import os
import subprocess
import sys

import pytest
from django.conf import settings

BASE_DIR = settings.BASE_DIR
SENTENCES = [
    ("SECRET_KEY=", "环境变量 SECRET_KEY 有误：必须设置。\n"),
    ("DEBUG=maybe", "环境变量 DEBUG 有误：“maybe”应为 1 或 0。\n"),
    ("DEMO=2", "环境变量 DEMO 有误：“2”应为 1 或 0。\n"),
    (
        "ALLOWED_HOSTS=http://a.example/",
        "环境变量 ALLOWED_HOSTS 有误：“http://a.example/”应为主机名，不带协议、端口和路径。\n",
    ),
    ("BASE_URL=a.example", "环境变量 BASE_URL 有误：应为 http:// 或 https:// 开头的地址。\n"),
    (
        "BASE_URL=https://a.example/portal",
        "环境变量 BASE_URL 有误：应只有协议和主机名，例如 https://baozhuang.example.cn。\n",
    ),
    (
        "DATABASE_URL=nonsense",
        "环境变量 DATABASE_URL 有误：应形如 postgres://用户:密码@主机:5432/库名 或 sqlite:////绝对路径。\n",
    ),
    (
        "DATABASE_URL=mysql://portal:hidden@127.0.0.1/portal",
        "环境变量 DATABASE_URL 有误：应形如 postgres://用户:密码@主机:5432/库名 或 sqlite:////绝对路径。\n",
    ),
    ("REDIS_URL=6379", "环境变量 REDIS_URL 有误：应形如 redis://127.0.0.1:6379/0。\n"),
    ("EMAIL_URL=mail.example", "环境变量 EMAIL_URL 有误：应形如 smtp+tls://用户:密码@主机:587。\n"),
    ("SMS_GATEWAY_URL=gateway", "环境变量 SMS_GATEWAY_URL 有误：应为 http:// 或 https:// 开头的地址。\n"),
    ("OFFICE_EMAIL=office", "环境变量 OFFICE_EMAIL 有误：“office”不是电子邮箱地址。\n"),
    (
        "PUSH_NETWORKS=abc",
        "环境变量 PUSH_NETWORKS 有误：应为网段，多个以逗号分隔，例如 10.0.0.0/8"
        "（'abc' does not appear to be an IPv4 or IPv6 network）。\n",
    ),
]


def manage(*arguments, **environment):
    """Run manage.py as an operator would, with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("setting", "sentence"), SENTENCES, ids=[setting for setting, _ in SENTENCES])
def test_a_wrong_value_stops_the_start_with_one_sentence(setting, sentence):
    name, value = setting.split("=", 1)

    start = manage("check", **({"SECRET_KEY": "x"} | {name: value}))

    assert (start.returncode, start.stderr) == (1, sentence)


def test_an_empty_value_is_the_default():
    start = manage("check", SECRET_KEY="x", DEBUG="", DATABASE_URL="", PUSH_NETWORKS="")

    assert (start.returncode, start.stderr) == (0, "")


def test_the_production_example_is_clean():
    lines = (BASE_DIR / ".env.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    check = manage("check", "--deploy", "--fail-level", "WARNING", **example)

    assert (check.returncode, check.stderr) == (0, "")
