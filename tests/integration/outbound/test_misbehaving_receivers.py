"""What receivers do to a sender, by raw sockets: none of it lasts, and each has its sentence."""

import asyncio
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ombud.domain.webhooks import WebhookAddress
from ombud.outbound.addresses import Address
from ombud.outbound.sending import MOST_READ, Answered, Sender, SendingFailedError
from tests.receiver import (
    Behaviour,
    Flood,
    Receiver,
    answer,
    chatter,
    close,
    drip,
    drip_headers,
    hang,
    receiving,
    reset,
)

LOOPBACK = (ip_network("127.0.0.0/8"),)
SECONDS = 1.0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def send(address: WebhookAddress, *, seconds: float = SECONDS, trusted: ssl.SSLContext | None = None) -> Answered:
    async def once() -> Answered:
        sender = Sender(LOOPBACK, trusted=trusted, resolve=resolve if trusted else None)
        try:
            return await sender.post(address, {"Content-Type": "application/json"}, b"{}", seconds=seconds)
        finally:
            await sender.close()

    async def resolve(_: str, __: int) -> list[Address]:
        return [LOOPBACK[0][1]]

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("behave", "sentence"),
    [
        (hang, "no complete answer within 1 seconds"),
        (drip, "no complete answer within 1 seconds"),
        (drip_headers, "no complete answer within 1 seconds"),
        (reset, "broke off"),
        (close, "closed the connection without an answer"),
        (chatter, "not HTTP"),
    ],
)
def test_a_receiver_that_misbehaves_is_given_up_in_time_with_a_sentence(
    receiver: Receiver, behave: Behaviour, sentence: str
) -> None:
    receiver.behave = behave
    begun = time.monotonic()
    with pytest.raises(SendingFailedError, match=sentence):
        send(receiver.address)
    assert time.monotonic() - begun < SECONDS + 2


def test_of_ten_gigabytes_only_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.behave = flood = Flood()
    answered = send(receiver.address, seconds=10)
    assert answered.status_code == 200
    assert len(answered.body) == MOST_READ
    time.sleep(0.2)
    assert flood.sent < 16 * 1024 * 1024  # what fits into the sockets' buffers on the way


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:1/", "/elsewhere"])
def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver, place: str) -> None:
    receiver.behave = answer(302, Location=place)
    assert send(receiver.address).status_code == 302
    assert len(receiver.received) == 1


def test_no_proxy_of_the_environment_is_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert send(receiver.address).status_code == 200
        assert proxy.received == []


def test_where_nobody_listens_the_sentence_says_so() -> None:
    with receiving() as gone:
        address = gone.address
    with pytest.raises(SendingFailedError, match="refused"):
        send(address)


def test_a_name_that_does_not_exist_is_said_to_be_unknown() -> None:
    with pytest.raises(SendingFailedError, match="cannot be found"):
        send(WebhookAddress("http", "no-such-host.invalid", 80, "/"), seconds=10)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for hooks.example.com that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@pytest.fixture
def secure_receiver(certificate: Path) -> Iterator[Receiver]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with receiving(tls=context) as receiver:
        yield receiver


def test_tls_verifies_the_hosts_name_although_the_address_is_pinned(
    secure_receiver: Receiver, certificate: Path
) -> None:
    trusted = ssl.create_default_context(cafile=str(certificate))
    right = WebhookAddress("https", "hooks.example.com", secure_receiver.port, "/")
    assert send(right, seconds=5, trusted=trusted).status_code == 200
    assert secure_receiver.received[0].headers["host"] == f"hooks.example.com:{secure_receiver.port}"
    wrong = WebhookAddress("https", "www.example.com", secure_receiver.port, "/")
    with pytest.raises(SendingFailedError, match=r"certificate cannot be trusted: Hostname mismatch"):
        send(wrong, seconds=5, trusted=trusted)
    assert len(secure_receiver.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_receiver: Receiver) -> None:
    right = WebhookAddress("https", "hooks.example.com", secure_receiver.port, "/")
    with pytest.raises(SendingFailedError, match="certificate cannot be trusted: self-signed"):
        send(right, seconds=5, trusted=ssl.create_default_context())
