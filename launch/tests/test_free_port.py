"""A port for a server of ours: free now, and not given away before it listens there."""

import re
import socket
from pathlib import Path

import pytest

from launch import children
from launch.children import OWN_PORTS, free_port

CALLERS_PORTS = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.fixture
def taken():
    """A port somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_the_wanted_one_is_had_where_nobody_listens():
    wanted = free_port()

    assert free_port(wanted) == wanted


def test_another_one_is_had_where_somebody_does(taken):
    assert free_port(taken) in OWN_PORTS


def test_one_that_is_taken_is_never_had(taken, monkeypatch):
    left = free_port()
    monkeypatch.setattr(children, "OWN_PORTS", [taken, left])

    assert {free_port() for _time in range(20)} == {left}


@pytest.mark.skipif(not CALLERS_PORTS.exists(), reason="only Linux tells")
def test_no_outgoing_call_is_ever_given_one_of_them():
    lowest = int(re.match(r"\d+", CALLERS_PORTS.read_text())[0])

    assert max(OWN_PORTS) < lowest
