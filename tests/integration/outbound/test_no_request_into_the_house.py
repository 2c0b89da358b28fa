"""Whatever an address looks like and whatever its name server says: nothing reaches an inner address."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

import pytest

from ombud.domain.webhooks import AddressError, WebhookAddress, parse_address
from ombud.outbound.addresses import Address, Network
from ombud.outbound.guarded_network import Resolve
from ombud.outbound.sending import Answered, Sender, SendingFailedError
from tests.receiver import Receiver, receiving

LOOPBACK = ip_address("127.0.0.1")
PUBLIC = ip_address("192.0.9.9")


@pytest.fixture
def inner() -> Iterator[Receiver]:
    """A service within the house, which has to stay out of reach."""
    with receiving() as receiver:
        yield receiver


def send(address: WebhookAddress, resolve: Resolve | None = None, allowed: Sequence[Network] = ()) -> Answered:
    async def once() -> Answered:
        sender = Sender(allowed, resolve=resolve)
        try:
            return await sender.post(address, {}, b"{}", seconds=2)
        finally:
            await sender.close()

    return asyncio.run(once())


SPELLINGS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "017700000001",
    "0177.1", "127.000.000.001", "127.0.0.1.", "127.255.255.254", "0", "0.0.0.0", "0x0",  # noqa: S104
    "00", "localhost", "LOCALHOST",
    "LocalHost.", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::FFFF:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "[2001::7f00:1]", "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376",
    "0xa9.0xfe.0xa9.0xfe", "169.254.43518", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]",
    "[fe80::1]", "10.0.0.1", "10.1", "0xa.1", "012.0.0.1", "192.168.1", "192.168.0.1", "3232235521", "172.16.0.1",
    "0xac100001", "100.64.0.1", "224.0.0.1", "[ff02::1]", "255.255.255.255", "[fec0::1]", "[fc00::1]", "198.18.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_an_inner_address_gets_through(inner: Receiver, host: str) -> None:
    address = parse_address(f"http://{host}:{inner.port}/")
    with pytest.raises(SendingFailedError, match=r"OMBUD_WEBHOOK_ALLOWED_NETWORKS|cannot be found") as refused:
        send(address)
    assert inner.connections == 0
    assert not any(part.isdigit() and len(part) > 2 for part in str(refused.value).split())  # no address is told


def test_there_are_some_sixty_spellings() -> None:
    assert len(set(SPELLINGS)) == len(SPELLINGS) >= 59


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example@127.0.0.1/",
        "http://public.example:80@127.0.0.1/",
        "http://127.0.0.1\\@public.example/",
        "http://public.example#@127.0.0.1/",
        "http://127。0。0。1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://ｌｏｃａｌｈｏｓｔ/",
        "http://127.0.0.1%2f@public.example/",
        "http://[::ffff:127.0.0.1%25lo]/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://127.0.0.1 .public.example/",
    ],
)
def test_an_address_that_two_parsers_may_read_differently_is_none(url: str) -> None:
    with pytest.raises(AddressError):
        parse_address(url)


@dataclass(slots=True)
class NameServer:
    """Answers each look-up with the next of its answers, and the last one for ever."""

    answers: list[list[Address]]
    asked: int = 0
    hosts: list[str] = field(default_factory=list)

    async def __call__(self, host: str, _: int) -> Sequence[Address]:
        self.hosts.append(host)
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


def test_a_name_that_changes_its_mind_is_looked_up_once_and_pinned(inner: Receiver) -> None:
    """The first answer would be allowed, every further one leads inside: only the first may be used."""
    allowed = [ip_network("127.0.0.2/32")]
    names = NameServer([[ip_address("127.0.0.2")], [LOOPBACK]])
    with pytest.raises(SendingFailedError, match="refused"):  # nobody listens at 127.0.0.2
        send(WebhookAddress("http", "rebind.example", inner.port, "/"), names, allowed)
    assert names.asked == 1
    with pytest.raises(SendingFailedError, match="this machine itself"):
        send(WebhookAddress("http", "rebind.example", inner.port, "/"), names, allowed)
    assert inner.connections == 0


@pytest.mark.parametrize("answers", [[PUBLIC, LOOPBACK], [LOOPBACK, PUBLIC], [PUBLIC, ip_address("::1")]])
def test_one_inner_address_among_public_ones_refuses_them_all(inner: Receiver, answers: list[Address]) -> None:
    with pytest.raises(SendingFailedError, match="this machine itself"):
        send(WebhookAddress("http", "mixed.example", inner.port, "/"), NameServer([answers]))
    assert inner.connections == 0


def test_a_network_that_the_operator_lists_can_be_reached(inner: Receiver) -> None:
    address = WebhookAddress("http", "website.internal", inner.port, "/hook")
    assert send(address, NameServer([[LOOPBACK]]), [ip_network("127.0.0.0/8")]).status_code == 200
    assert inner.received[0].headers["host"] == f"website.internal:{inner.port}"


def test_a_dead_first_address_leaves_time_for_the_second(inner: Receiver) -> None:
    names = NameServer([[ip_address("127.0.0.2"), LOOPBACK]])
    address = WebhookAddress("http", "two.example", inner.port, "/")
    assert send(address, names, [ip_network("127.0.0.0/8")]).status_code == 200


def test_a_name_server_that_hangs_is_given_up_in_time() -> None:
    async def hang(_: str, __: int) -> Sequence[Address]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(SendingFailedError, match="within 2 seconds"):
        send(WebhookAddress("http", "slow.example", 80, "/"), hang)
