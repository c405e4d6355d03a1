"""Reads one value of the environment at a time; a wrong one stops the start with one sentence that names it.

The sentences never repeat an address: it may hold a password.
"""

import re
import sys
from ipaddress import ip_network
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ENV = environ.Env()
DATABASES = ("sqlite", "postgres", "postgresql")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
HOST = re.compile(r"\*|\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\]")
REQUIRED = object()


def read(name, parse=str, default=REQUIRED):
    """The value of ``name``, parsed; unset or empty means ``default``."""
    text = ENV.str(name, default="").strip()
    if not text and default is not REQUIRED:
        return default
    try:
        return parse(text) if text else stop(name, "必须设置")
    except (ValueError, ImproperlyConfigured) as error:
        stop(name, error)


def stop(name, reason):
    sys.exit(f"环境变量 {name} 有误：{reason}。")


def boolean(text):
    if text.lower() not in YES + NO:
        raise ValueError(f"“{text}”应为 1 或 0")
    return text.lower() in YES


def words(text):
    """A list written with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def hosts(text):
    for name in words(text):
        if not HOST.fullmatch(name):
            raise ValueError(f"“{name}”应为主机名，不带协议、端口和路径")
    return words(text)


def networks(text):
    try:
        return [ip_network(part) for part in words(text)]
    except ValueError as error:
        raise ValueError(f"应为网段，多个以逗号分隔，例如 10.0.0.0/8（{error}）") from error


def site_url(text):
    """Where the portal is reached: no path, for pages and papers append theirs."""
    if urlsplit(http_url(text)).path.strip("/"):
        raise ValueError("应只有协议和主机名，例如 https://baozhuang.example.cn")
    return text.rstrip("/")


def http_url(text):
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("应为 http:// 或 https:// 开头的地址")
    return text


def redis_url(text):
    parts = urlsplit(text)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise ValueError("应形如 redis://127.0.0.1:6379/0")
    return text


def database(text):
    parts = urlsplit(text)
    if parts.scheme not in DATABASES or not parts.path.strip("/"):
        raise ValueError("应形如 postgres://用户:密码@主机:5432/库名 或 sqlite:////绝对路径")
    return ENV.db_url_config(text)


def mail(text):
    """Django's mail settings out of one address."""
    if urlsplit(text).scheme not in ENV.EMAIL_SCHEMES:
        raise ValueError("应形如 smtp+tls://用户:密码@主机:587")
    return ENV.email_url_config(text)


def mail_address(text):
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError(f"“{text}”不是电子邮箱地址")
    return text
