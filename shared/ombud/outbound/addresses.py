"""Which addresses a request may leave for: those of the public internet, and networks that the operator lists.

The list is of what is refused by name, with a reason for people; for IPv6 everything outside the one block from which
public addresses are given out (2000::/3) is refused as well. Source: IANA's special-purpose address registries for
IPv4 and IPv6, RFC 6890 and its successors, as of 2026. It is written out rather than asked of `ipaddress.is_global`,
whose answers differ between releases of Python.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_REFUSED = {
    "0.0.0.0/8": "this machine itself",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this machine itself",
    "169.254.0.0/16": "a link-local or metadata service",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "a reserved network",
    "192.0.2.0/24": "an example network",
    "192.31.196.0/24": "a reserved network",
    "192.52.193.0/24": "a reserved network",
    "192.88.99.0/24": "a relay to another network",
    "192.168.0.0/16": "a private network",
    "192.175.48.0/24": "a reserved network",
    "198.18.0.0/15": "a test network",
    "198.51.100.0/24": "an example network",
    "203.0.113.0/24": "an example network",
    "224.0.0.0/4": "a multicast group",
    "240.0.0.0/4": "a reserved network",
    "::/128": "this machine itself",
    "::1/128": "this machine itself",
    "64:ff9b::/96": "a relay to another network",
    "64:ff9b:1::/48": "a relay to another network",
    "100::/64": "a reserved network",
    "2001::/23": "a relay or reserved network",
    "2001:db8::/32": "an example network",
    "2002::/16": "a relay to another network",
    "2620:4f:8000::/48": "a reserved network",
    "3fff::/20": "an example network",
    "fc00::/7": "a private network",
    "fe80::/10": "a link-local network",
    "fec0::/10": "a private network",
    "ff00::/8": "a multicast group",
}
_REFUSED_NETWORKS: Sequence[tuple[Network, str]] = [(ip_network(text), kind) for text, kind in _REFUSED.items()]
_PUBLIC_IPV6 = IPv6Network("2000::/3")


def why_refused(address: Address, allowed: Sequence[Network]) -> str | None:
    """Say what kind of inner address this is; None where a request may go there.

    An IPv4 address in IPv6's clothes (::ffff:0:0/96) is the IPv4 address, to the operator's networks too.
    """
    bare = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if any(bare in network or address in network for network in allowed):
        return None
    for network, kind in _REFUSED_NETWORKS:
        if bare in network:
            return kind
    if isinstance(bare, IPv6Address) and bare not in _PUBLIC_IPV6:
        return "a reserved network"
    return None
