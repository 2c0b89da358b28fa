"""Connections that are made only to addresses that were looked at: the way around DNS that changes its mind.

The name is resolved once, for the connection itself. Every address it leads to is checked, one that is refused
refuses them all, and the connection goes to the very address that was checked. TLS still verifies the host's name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

from httpcore2 import SOCKET_OPTION, AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream, ConnectError, ConnectTimeout

from ombud.domain.deliveries import MOST_IN_FLIGHT
from ombud.outbound.addresses import Address, Network, why_refused

Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]

CONNECT_SECONDS = 5.0
"""For each of a host's addresses, so that a dead first one leaves time for the second."""

MOST_ADDRESSES = 8


class RefusedAddressError(Exception):
    """A host leads to an address that requests must not go to; `str()` is for the site's people."""


class UnknownHostError(Exception):
    """A host's name leads nowhere."""


class GuardedNetwork(AsyncNetworkBackend):
    """Opens connections for an HTTP client; refuses those into the house."""

    def __init__(self, allowed: Sequence[Network], resolve: Resolve | None = None) -> None:
        """Let requests into the networks `allowed`; `resolve` replaces the system's resolver."""
        self._allowed = allowed
        self._resolve = resolve or SystemResolver()
        self._network = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers."""
        failure: Exception = UnknownHostError("The host's name leads to no address.")
        for address in await self.checked_addresses(host, port):
            try:
                return await self._network.connect_tcp(
                    str(address), port, min(timeout or CONNECT_SECONDS, CONNECT_SECONDS), local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
        raise failure

    async def checked_addresses(self, host: str, port: int) -> Sequence[Address]:
        """Resolve a host; `RefusedAddressError` where any of its addresses is refused."""
        addresses = (await self._resolve(host.strip("[]"), port))[:MOST_ADDRESSES]
        for address in addresses:
            kind = why_refused(address, self._allowed)
            if kind is not None:
                raise RefusedAddressError(
                    f"Nothing was sent: the host leads to {kind}. If the receiver is meant to be there, whoever runs "
                    "Ombud can add its network to OMBUD_WEBHOOK_ALLOWED_NETWORKS."
                )
        return addresses


class SystemResolver:
    """Asks the system, in threads of its own: a name server that hangs must not hold up anything but its asker."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_IN_FLIGHT, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        """Return the addresses of a host in the order to try them; `UnknownHostError` where there are none."""
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port)
        except (OSError, UnicodeError):
            raise UnknownHostError("The host's name cannot be found.") from None
        return list(dict.fromkeys(ip_address(text.partition("%")[0]) for text in found))


def _look_up(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
