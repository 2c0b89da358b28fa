"""Connections that are made only to addresses that were looked at: the way around DNS that changes its mind.

The name is resolved once, for the connection itself. Every address it leads to is checked, one that is refused
refuses them all, and the connection goes to the very address that was checked. TLS still verifies the host's name.
"""

import asyncio
import select
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

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
                seconds = min(timeout or CONNECT_SECONDS, CONNECT_SECONDS)
                return GuardedConnection(
                    await self._network.connect_tcp(str(address), port, seconds, local_address, socket_options)
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


class GuardedConnection(AsyncNetworkStream):
    """A connection that costs little: a quarter of a delivery's processor time went into what it spares.

    It knows its socket, because the client asks every idle connection at each request whether it still stands. And a
    request goes out in one piece, head and body together, when its answer is asked for.
    """

    def __init__(self, stream: AsyncNetworkStream) -> None:
        self._stream = stream
        self._unsent = b""
        self._readable = select.poll()
        self._readable.register(stream.get_extra_info("socket"), select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what was written, then read what there is, or wait for it."""
        unsent, self._unsent = self._unsent, b""
        await self._stream.write(unsent, timeout)
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  the client's signature
        """Keep it for the next read."""
        self._unsent += buffer

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncNetworkStream:
        """Go on encrypted, with whom the certificate names."""
        return GuardedConnection(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Tell whether anything can be read, which on an idle connection means that it was closed; or what else."""
        return bool(self._readable.poll(0)) if info == "is_readable" else self._stream.get_extra_info(info)


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
