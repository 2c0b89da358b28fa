"""Spellings of inner addresses, and the public ones beside them."""

from ipaddress import ip_address, ip_network

import pytest

from ombud.outbound.addresses import why_refused

INNER = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",  # noqa: S104
    "100.127.255.254", "127.0.0.1", "127.255.255.254",
    "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.170",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1",
    "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "100::1",
    "2001::7f00:1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1", "3fff::1", "4000::1", "5f00::1", "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1", "fe80::1", "fe80::a9fe:a9fe", "fec0::1", "ff02::1", "ff05::2",
)  # fmt: skip

PUBLIC = ("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
          "128.0.0.1", "169.253.255.255", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1", "192.169.0.1",
          "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860::8888",
          "::ffff:1.1.1.1")  # fmt: skip


@pytest.mark.parametrize("text", INNER)
def test_an_inner_address_is_refused_with_its_kind(text: str) -> None:
    assert why_refused(ip_address(text), ())


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_not_refused(text: str) -> None:
    assert why_refused(ip_address(text), ()) is None


def test_an_operator_lets_requests_into_a_network_and_no_further() -> None:
    allowed = [ip_network("10.1.0.0/16"), ip_network("fd00:1::/32")]
    assert why_refused(ip_address("10.1.2.3"), allowed) is None
    assert why_refused(ip_address("::ffff:10.1.2.3"), allowed) is None
    assert why_refused(ip_address("fd00:1::9"), allowed) is None
    assert why_refused(ip_address("10.2.0.1"), allowed) == "a private network"
    assert why_refused(ip_address("fd00:2::9"), allowed) == "a private network"
    assert why_refused(ip_address("127.0.0.1"), allowed) == "this machine itself"


def test_an_embedded_address_is_not_let_in_by_the_network_that_it_embeds() -> None:
    """A relay may lead elsewhere than its address says; whoever runs one lists it as it is."""
    assert why_refused(ip_address("64:ff9b::10.1.2.3"), [ip_network("10.1.0.0/16")])
    assert why_refused(ip_address("64:ff9b::10.1.2.3"), [ip_network("64:ff9b::/96")]) is None
