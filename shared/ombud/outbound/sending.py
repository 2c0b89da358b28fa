"""Sending one POST: signed by the caller, bounded here in time and in what is read of the answer."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from httpcore2 import (
    URL,
    AsyncConnectionPool,
    ConnectError,
    ConnectTimeout,
    NetworkError,
    ProtocolError,
    Response,
    TimeoutException,
    default_ssl_context,
)

from ombud.domain.deliveries import MOST_IN_FLIGHT
from ombud.domain.webhooks import WebhookAddress
from ombud.outbound.addresses import Network
from ombud.outbound.guarded_network import GuardedNetwork, RefusedAddressError, Resolve, UnknownHostError

MOST_READ = 64 * 1024
IDLE_SECONDS = 5.0
"""How long a connection is kept for the next delivery."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: at most `MOST_READ` bytes of the body, as they came."""

    status_code: int
    body: bytes
    retry_after: str | None


class SendingFailedError(Exception):
    """Nothing came back, or not in time; `str()` is one sentence for the site's people."""


class Sender:
    """Sends to receivers outside. Follows no redirect, knows no proxy, keeps no cookie. For one event loop."""

    def __init__(
        self,
        allowed: Sequence[Network],
        *,
        resolve: Resolve | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        """Let requests into the networks `allowed`; `trusted` brings certificates of its own."""
        self._pool = AsyncConnectionPool(
            ssl_context=trusted or default_ssl_context(),
            max_connections=MOST_IN_FLIGHT,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=GuardedNetwork(allowed, resolve),
        )

    async def post(
        self, address: WebhookAddress, headers: Mapping[str, str], body: bytes, *, seconds: float
    ) -> Answered:
        """Send and return the answer, whatever its status; `SendingFailedError` where there is none in `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                return await self._post(address, headers, body)
        except TimeoutError:
            raise SendingFailedError(f"There was no complete answer within {seconds:g} seconds.") from None
        except Exception as error:
            raise SendingFailedError(sentence_about(error)) from error

    async def _post(self, address: WebhookAddress, headers: Mapping[str, str], body: bytes) -> Answered:
        host = address.host.strip("[]")
        url = URL(scheme=address.scheme, host=host, port=address.port, target=address.target)
        sent = [(name.encode(), value.encode()) for name, value in {"Host": _host(address), **headers}.items()]
        sent.append((b"Content-Length", str(len(body)).encode()))
        async with self._pool.stream("POST", url, headers=sent, content=body) as response:
            received = await _read(response)
            return Answered(response.status, received, _header(response, b"retry-after"))

    async def close(self) -> None:
        """Close the connections that are kept."""
        await self._pool.aclose()


async def _read(response: Response) -> bytes:
    received = bytearray()
    async for piece in response.aiter_stream():
        received += piece
        if len(received) >= MOST_READ:
            break  # leaving the response unfinished closes its connection
    return bytes(received[:MOST_READ])


def _header(response: Response, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in response.headers if key.lower() == name), None)


def _host(address: WebhookAddress) -> str:
    usual = {"http": 80, "https": 443}[address.scheme]
    return address.host if address.port == usual else f"{address.host}:{address.port}"


def sentence_about(error: BaseException) -> str:
    """Say what went wrong, in words that name no inner address."""
    if isinstance(error, RefusedAddressError | UnknownHostError):
        return str(error)
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"The certificate cannot be trusted: {cause.verify_message}."
    if isinstance(cause, ssl.SSLError):
        return f"TLS could not be agreed on ({getattr(cause, 'reason', None) or 'no reason given'})."
    found = [sentence for kind, sentence in _SENTENCES.items() if isinstance(error, kind)]
    return found[0] if found else f"The request failed ({type(error).__name__})."


_SENTENCES: Mapping[type[Exception], str] = {
    ConnectTimeout: "No connection was made in time.",
    ConnectError: "The connection was refused, or there is no way to the host.",
    TimeoutException: "There was no complete answer in time.",
    NetworkError: "The connection broke off before the answer was complete.",
    ProtocolError: "The receiver closed the connection without an answer, or what it sent is not HTTP.",
}
"""The narrower kinds of failure stand before the wider ones."""
