"""Which network addresses a push may reach. Pure: knows no models and asks no name server.

What counts is the address a socket is about to connect to, never the text of a URL.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# IANA special-purpose registries; `ipaddress.is_private` misses several of them.
INSIDE_4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
PUBLIC_6 = ip_network("2000::/3")
# Teredo and protocol assignments, documentation, 6to4: tunnels may end at any inside address.
INSIDE_6 = [ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


def parse_networks(text):
    """The CIDRs of a text, parted by spaces, commas or lines. Raises ``ValueError`` for anything else."""
    return [ip_network(word) for word in re.split(r"[\s,;，；、]+", text) if word]


def may_connect(address: str, own_networks, push_networks) -> bool:
    """Public addresses always; an inside one only where the endpoint's list and the portal's contain it."""
    ip = _plain(address)
    if is_public(ip):
        return True
    return all(any(ip in network for network in networks) for networks in (own_networks, push_networks))


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    if ip.version == 4:
        return not any(ip in network for network in INSIDE_4)
    return ip in PUBLIC_6 and not any(ip in network for network in INSIDE_6)


def _plain(address):
    """An IPv4 address written as IPv6 (::ffff:127.0.0.1) is reached by IPv4 and judged as such."""
    ip = ip_address(address)
    return getattr(ip, "ipv4_mapped", None) or ip
