from ipaddress import ip_network

import pytest

from outbox.addresses import may_connect, parse_networks

PUBLIC = ["8.8.8.8", "1.1.1.1", "223.5.5.5", "2400:3200::1", "2a00:1450:4001::1", "::ffff:8.8.8.8"]
INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%2",
    "fec0::1",
    "ff02::1",
]
EVERYTHING = [ip_network("0.0.0.0/0"), ip_network("::/0")]
TEN = [ip_network("10.0.0.0/8")]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_always_reached(address):
    assert may_connect(address, [], []) is True


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_is_not_reached_unasked(address):
    assert may_connect(address, [], []) is False


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize(
    ("own", "portal"), [(EVERYTHING, []), ([], EVERYTHING)], ids=["endpoint only", "portal only"]
)
def test_one_list_alone_does_not_let_in(address, own, portal):
    assert may_connect(address, own, portal) is False


@pytest.mark.parametrize(
    ("address", "own", "portal", "allowed"),
    [
        ("10.20.0.5", ["10.20.0.0/16"], TEN, True),
        ("10.21.0.5", ["10.20.0.0/16"], TEN, False),
        ("192.168.1.5", ["192.168.0.0/16"], TEN, False),
        ("::ffff:10.20.0.5", ["10.20.0.0/16"], TEN, True),
        ("10.20.0.5", ["10.99.0.0/16", "10.20.0.0/16"], TEN, True),
    ],
    ids=["in both", "not the endpoint's", "not the portal's", "written as IPv6", "second network"],
)
def test_both_lists_let_in(address, own, portal, allowed):
    assert may_connect(address, [ip_network(text) for text in own], portal) is allowed


@pytest.mark.parametrize(
    "text", ["10.0.0.0/8 fd00::/8", "10.0.0.0/8,fd00::/8", "10.0.0.0/8\nfd00::/8\n", "10.0.0.0/8；fd00::/8"]
)
def test_networks_are_parted_by_whatever_people_type(text):
    assert parse_networks(text) == [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize("text", ["10.0.0.1/8", "intranet", "10.0.0.0/40"])
def test_a_wrong_network_is_refused(text):
    with pytest.raises(ValueError, match=text.split("/")[0]):
        parse_networks(text)
